//! `controller completions`: what a shell needs to complete our commands.

use std::io;
use std::process::ExitCode;

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
    // The signature is the one that every command has.
    #[allow(clippy::unnecessary_wraps)]
    pub fn run(self) -> anyhow::Result<ExitCode> {
        clap_complete::generate(self.shell, &mut Cli::command(), "controller", &mut io::stdout());
        Ok(ExitCode::SUCCESS)
    }
}
