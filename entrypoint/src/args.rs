//! The command line.

use std::ffi::OsString;

use clap::{Parser, Subcommand};

/// Waits for its turn, runs the step, hands the turn on.
#[derive(Debug, Parser)]
#[command(
    name = "entrypoint",
    version,
    args_override_self = true,
    subcommand_negates_reqs = true,
    disable_help_subcommand = true,
    override_usage = "entrypoint [-wait_file FILE] [-post_file FILE] [-entrypoint COMMAND] [--] [ARG...]\n       \
                      entrypoint cp [-r] SRC DST\n       entrypoint mkdir DIR...",
    after_help = "Example:\n  entrypoint -wait_file /builder/tools/0 -post_file /builder/tools/1 -entrypoint echo -- hello"
)]
pub struct Args {
    /// Run the step once this file exists; FILE.err in its place means do not run it
    #[arg(long = "wait_file", value_name = "FILE", default_value = "", hide_default_value = true)]
    pub wait_file: OsString,

    /// Create this file when the step is done, or FILE.err when it failed or did not run
    #[arg(long = "post_file", value_name = "FILE", default_value = "", hide_default_value = true)]
    pub post_file: OsString,

    /// The command of the step; without it the first ARG is the command
    #[arg(long, value_name = "COMMAND", default_value = "", hide_default_value = true)]
    pub entrypoint: OsString,

    /// The arguments of the step
    #[arg(last = true, value_name = "ARG")]
    pub rest: Vec<OsString>,

    #[command(subcommand)]
    pub command: Option<Subcommands>,
}

/// What `entrypoint` does besides running a step.
#[derive(Debug, Subcommand)]
pub enum Subcommands {
    /// Copy a program so that every user can run it: how the binary gets into the tools volume
    Cp {
        /// Copy what is in the folder SRC into the folder DST
        #[arg(short)]
        recursive: bool,
        /// The program to copy
        src: OsString,
        /// The path of the copy, replaced if it exists
        dst: OsString,
    },
    /// Make folders, and those above them
    Mkdir {
        /// The folders
        #[arg(required = true, value_name = "DIR")]
        folders: Vec<OsString>,
    },
}

impl Args {
    /// The step's command and arguments; empty when there is nothing to run.
    pub fn step(&self) -> Vec<OsString> {
        let command = (!self.entrypoint.is_empty()).then(|| self.entrypoint.clone());
        command.into_iter().chain(self.rest.iter().cloned()).collect()
    }
}
