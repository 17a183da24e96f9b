//! The command line: arguments, and the commands that carry a plan to where it is wanted.

mod color;
mod completions;
mod emit;
mod graph;
mod image_args;
mod inputs;
mod prepare;
#[cfg(feature = "registry")]
mod resolve;
mod run;
mod status;
mod validate;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use color::Color;
pub use image_args::ImageArgs;
pub use inputs::Inputs;
pub use prepare::prepare;

/// Turns Tasks and their runs into Pods.
#[derive(Debug, Parser)]
#[command(name = "controller", version, propagate_version = true, after_help = EXAMPLE)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLE: &str = "Examples:
  controller run -f examples/hello-world.yaml
  controller emit -f examples/hello-world.yaml | kubectl apply -f -";

#[derive(Debug, Subcommand)]
enum Command {
    Emit(Box<emit::Emit>),
    Graph(Box<graph::Graph>),
    Run(Box<run::Run>),
    Status(Box<status::Status>),
    Validate(Box<validate::Validate>),
    Completions(completions::Completions),
}

impl Cli {
    /// Does what the arguments ask for.
    ///
    /// # Errors
    /// What the command could not do; whatever is wrong with the inputs has been printed already.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        match self.command {
            Command::Emit(emit) => emit.run(),
            Command::Graph(graph) => graph.run(),
            Command::Run(run) => run.run(),
            Command::Status(status) => status.run(),
            Command::Validate(validate) => validate.run(),
            Command::Completions(completions) => completions.run(),
        }
    }
}
