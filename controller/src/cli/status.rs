//! `controller status`: how far the runs are.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use jiff::Timestamp;

use super::prepare::check;
use super::{ImageArgs, Inputs};
use crate::listing::{Format, print};

/// Print how far the runs among the inputs are, by the Pods among them
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Status {
    #[command(flatten)]
    inputs: Inputs,
    /// How to print the runs: tables, tables with more, one JSON List, or YAML documents
    #[arg(short, long, value_enum, default_value_t = Format::Table)]
    output: Format,
    #[command(flatten)]
    images: ImageArgs,
}

const EXAMPLES: &str = "Examples:
  kubectl get pods -o json | controller status -f pipeline/ -f -
  controller status -f run.yaml -f pods.json -o wide";

impl Status {
    /// Prints the status of every run.
    ///
    /// # Errors
    /// When the inputs are wrong (each error has been printed), or stdout cannot be written.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let (world, plan) = check(&self.inputs, &self.images)?;
        let text = print(&plan, self.output, world.now.unwrap_or_else(Timestamp::now))?;
        io::stdout().write_all(text.as_bytes()).context("stdout cannot be written")?;
        Ok(ExitCode::SUCCESS)
    }
}
