//! `cargo bench --bench reconcile [-- --peer PATH]`: Pods a second, from YAML text to JSON on stdout and from a loaded
//! World, memory, and how both grow.

mod inputs;
mod options;
mod process;
mod rounds;
mod steps;
mod world;

use std::process::ExitCode;

use anyhow::Result;

use options::Options;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("reconcile: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let Some(options) = Options::parse(std::env::args_os())? else {
        println!("{}", options::USAGE);
        return Ok(());
    };
    world::measure()?;
    println!();
    steps::measure()?;
    println!();
    process::measure(options.peer.as_deref())
}
