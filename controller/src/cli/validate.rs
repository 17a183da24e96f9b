//! `controller validate`: what is wrong with the inputs, and nothing else.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::prepare::check;
use super::{ImageArgs, Inputs};

/// Print every error of every document among the inputs, with file, line and column
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Validate {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    images: ImageArgs,
}

const EXAMPLES: &str = "Examples:
  controller validate -f tasks/ -f pipelines/
  helm template . | controller validate -f -

Exit code: 0 when nothing is wrong, 1 when anything is.";

impl Validate {
    /// Prints the errors on stderr, or how much is right on stdout.
    ///
    /// # Errors
    /// When the inputs are wrong (each error has been printed), or stdout cannot be written.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let (world, _) = check(&self.inputs, &self.images)?;
        let objects = world.objects();
        let noun = if objects == 1 { "object" } else { "objects" };
        writeln!(io::stdout(), "{objects} {noun}, nothing wrong").context("stdout cannot be written")?;
        Ok(ExitCode::SUCCESS)
    }
}
