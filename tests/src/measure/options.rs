//! The command line of a benchmark.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};

/// What is asked for.
pub struct Options {
    /// Another program with the same flags.
    pub peer: Option<PathBuf>,
    /// Where the readings go as JSON.
    pub json: Option<PathBuf>,
    /// The measurements that are wanted alone; all where it is empty.
    only: Vec<String>,
}

impl Options {
    /// Reads the arguments, of which the first is the program. Nothing when help is wanted, which is printed. `names` are those of the
    /// measurements that `--only` may ask for; without any there is no such option.
    ///
    /// # Errors
    /// An argument that is none, with the `usage`, or one without its value.
    pub fn parse(usage: &str, names: &[&str], args: impl Iterator<Item = OsString>) -> Result<Option<Self>> {
        let mut only = Vec::new();
        let options = Self::parse_with(usage, args, |option, rest| {
            if option != "--only" || names.is_empty() {
                return Ok(false);
            }
            let name = rest.next().and_then(|name| name.into_string().ok()).context("--only needs a name")?;
            ensure!(names.contains(&name.as_str()), "--only {name}: no measurement of that name\n{usage}");
            only.push(name);
            Ok(true)
        })?;
        Ok(options.map(|options| Self { only, ..options }))
    }

    /// Whether the measurement `name` is wanted.
    pub fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == name)
    }

    /// The same for a benchmark with options of its own: `other` is given each option that is none of these,
    /// and what follows it, and says whether it knows it.
    ///
    /// # Errors
    /// As [`Options::parse`], and what `other` refuses.
    pub fn parse_with(
        usage: &str,
        args: impl Iterator<Item = OsString>,
        mut other: impl FnMut(&str, &mut dyn Iterator<Item = OsString>) -> Result<bool>,
    ) -> Result<Option<Self>> {
        let mut args = args.skip(1);
        let mut options = Self { peer: None, json: None, only: Vec::new() };
        while let Some(arg) = args.next() {
            match arg.to_str() {
                Some("--peer") => options.peer = Some(crate::workspace().join(path(&arg, args.next())?)),
                Some("--json") => options.json = Some(path(&arg, args.next())?),
                // What cargo adds to say why it runs a bench target.
                Some("--bench") => {}
                Some("-h" | "--help") => {
                    println!("{usage}");
                    return Ok(None);
                }
                Some(option) if other(option, &mut args)? => {}
                _ => bail!("unknown argument {}\n{usage}", arg.display()),
            }
        }
        Ok(Some(options))
    }
}

fn path(option: &OsStr, value: Option<OsString>) -> Result<PathBuf> {
    value.map(PathBuf::from).with_context(|| format!("{} needs a path", option.display()))
}
