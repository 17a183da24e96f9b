//! The command line.

mod tekton;

use std::ffi::OsString;

use clap::{Parser, Subcommand};

pub use tekton::TektonFlags;

const USAGE: &str = "entrypoint [-wait_file FILE] [-post_file FILE] [-entrypoint COMMAND] [--] [ARG...]
       entrypoint [FLAG...] -entrypoint COMMAND [--] [ARG...]
       entrypoint cp [-r] SRC DST
       entrypoint mkdir DIR...
       entrypoint init SRC DST [STEP...]
       entrypoint step-init [STEP...]
       entrypoint decode-script FILE
       entrypoint debug continue|fail|status";

/// The flags of the classic protocol, by themselves: most steps have no other, and what clap is told of the others
/// would cost each of them a tenth of its start.
#[derive(Debug, Parser)]
#[command(name = "entrypoint", args_override_self = true, override_usage = USAGE)]
pub struct ClassicArgs {
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
}

/// The flags of a step. By themselves too: what clap is told of subcommands would cost each of them again as much.
#[derive(Debug, Parser)]
#[command(name = "entrypoint", version, args_override_self = true, override_usage = USAGE)]
pub struct Args {
    #[command(flatten)]
    pub classic: ClassicArgs,

    #[command(flatten)]
    pub tekton: TektonFlags,
}

/// Waits for its turn, runs the step, hands the turn on.
#[derive(Debug, Parser)]
#[command(
    name = "entrypoint",
    version,
    args_override_self = true,
    subcommand_negates_reqs = true,
    disable_help_subcommand = true,
    override_usage = USAGE,
    after_help = "Example:\n  entrypoint -wait_file /builder/tools/0 -post_file /builder/tools/1 -entrypoint echo -- hello"
)]
pub struct CommandLine {
    #[command(flatten)]
    pub args: Args,

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
    /// Copy a program as cp does, then make the links of step-init
    Init {
        /// The program to copy
        src: OsString,
        /// The path of the copy
        dst: OsString,
        /// The steps, in order
        #[arg(value_name = "STEP")]
        steps: Vec<OsString>,
    },
    /// Make a link in /tekton/steps for each step, by name and by number
    StepInit {
        /// The steps, in order
        #[arg(value_name = "STEP")]
        steps: Vec<OsString>,
    },
    /// End the breakpoint at which the step of this container waits, or say whether it waits at one
    Debug {
        /// Let it run, or the next one; let it fail; say only
        #[arg(value_parser = ["continue", "fail", "status"])]
        what: String,
    },
    /// Replace a file that is base64 by what it stands for
    DecodeScript {
        /// The file
        file: OsString,
    },
}

impl ClassicArgs {
    /// The step's command and arguments; empty when there is nothing to run.
    pub fn step(&self) -> Vec<OsString> {
        let command = (!self.entrypoint.is_empty()).then(|| self.entrypoint.clone());
        command.into_iter().chain(self.rest.iter().cloned()).collect()
    }
}
