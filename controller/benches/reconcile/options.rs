//! The command line of the benchmark.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

/// What `--help` prints.
pub const USAGE: &str = "\
usage: cargo bench --bench reconcile [-- [--peer PATH]]
  --peer PATH   measure the controller at PATH (from the workspace on) as well, and print the ratios";

/// What is asked for.
pub struct Options {
    /// Another program with the same flags.
    pub peer: Option<PathBuf>,
}

impl Options {
    /// Reads the arguments, of which the first is the program. Nothing when help is wanted.
    pub fn parse(args: impl Iterator<Item = OsString>) -> Result<Option<Self>> {
        let mut args = args.skip(1);
        let mut options = Self { peer: None };
        while let Some(arg) = args.next() {
            match arg.to_str() {
                Some("--peer") => {
                    let path = args.next().context("--peer needs a path")?;
                    options.peer = Some(tests::workspace().join(path));
                }
                // What cargo adds to say why it runs a bench target.
                Some("--bench") => {}
                Some("-h" | "--help") => return Ok(None),
                _ => bail!("unknown argument {}\n{USAGE}", arg.display()),
            }
        }
        Ok(Some(options))
    }
}
