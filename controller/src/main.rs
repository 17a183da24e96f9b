//! The controller's executable; all of it is in the library.

use std::process::ExitCode;

use clap::Parser;
use controller::cli::Cli;
use controller::engine;

fn main() -> ExitCode {
    // The engines of `run` start this program anew for work that needs a process of its own.
    if let Some(code) = std::env::args_os().nth(1).and_then(|argument| engine::helper(&argument)) {
        return code;
    }
    match Cli::parse().run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("controller: {error:#}");
            ExitCode::FAILURE
        }
    }
}
