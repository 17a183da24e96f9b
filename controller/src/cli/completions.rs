//! `controller completions`: what a shell needs to complete our commands.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Cli;

/// Print the completions for a shell
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  controller completions bash > /etc/bash_completion.d/controller")]
pub struct Completions {
    /// The shell that will read them
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    /// Prints them on stdout.
    ///
    /// # Errors
    /// When stdout cannot be written.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        // By way of memory: the generator panics when nobody reads on.
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "controller", &mut text);
        io::stdout().write_all(&text).context("stdout cannot be written")?;
        Ok(ExitCode::SUCCESS)
    }
}
