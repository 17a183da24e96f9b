//! The controller's executable; all of it is in the library.

use std::process::ExitCode;

use clap::Parser;
use controller::cli::Cli;

fn main() -> ExitCode {
    match Cli::parse().run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("controller: {error:#}");
            ExitCode::FAILURE
        }
    }
}
