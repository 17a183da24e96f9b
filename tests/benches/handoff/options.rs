//! The command line of a benchmark.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

/// What `--help` prints.
pub const USAGE: &str = "\
usage: cargo bench --bench handoff [-- [--peer PATH] [--json FILE]]
  --peer PATH   measure the entrypoint at PATH (from the workspace on) as well, and print the ratios
  --json FILE   write all readings to FILE too";

/// What is asked for.
pub struct Options {
    /// Another program with the same flags.
    pub peer: Option<PathBuf>,
    /// Where the readings go as JSON.
    pub json: Option<PathBuf>,
}

impl Options {
    /// Reads the arguments, of which the first is the program. Nothing when help is wanted.
    pub fn parse(args: impl Iterator<Item = OsString>) -> Result<Option<Self>> {
        let mut args = args.skip(1);
        let mut options = Self { peer: None, json: None };
        while let Some(arg) = args.next() {
            let mut value =
                || args.next().map(PathBuf::from).with_context(|| format!("{} needs a path", arg.display()));
            match arg.to_str() {
                Some("--peer") => options.peer = Some(tests::workspace().join(value()?)),
                Some("--json") => options.json = Some(value()?),
                // What cargo adds to say why it runs a bench target.
                Some("--bench") => {}
                Some("-h" | "--help") => return Ok(None),
                _ => bail!("unknown argument {}\n{USAGE}", arg.display()),
            }
        }
        Ok(Some(options))
    }
}
