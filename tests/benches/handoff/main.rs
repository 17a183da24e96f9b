//! `cargo bench --bench handoff [-- --peer PATH] [--json FILE]`: what a step costs under `entrypoint`, beside
//! the same of another entrypoint with the same flags.
#![allow(unsafe_code)] // process ends with a time limit and with their usage: child.rs

mod chain;
mod child;
mod copy;
mod idle;
mod killed;
mod memory;
mod options;
mod overhead;
mod reading;
mod rounds;
mod size;
mod subject;
mod table;

use std::process::ExitCode;

use anyhow::Result;

use options::Options;
use reading::Reading;
use subject::Subject;
use table::Table;

/// Its readings are always the same ones in the same order.
type Measurement = fn(&Subject) -> Result<Vec<Reading>>;

const MEASUREMENTS: [Measurement; 8] = [
    size::measure,
    overhead::measure,
    memory::measure,
    chain::at_once,
    chain::one_by_one,
    idle::measure,
    copy::measure,
    killed::measure,
];

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("handoff: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let Some(options) = Options::parse(std::env::args_os())? else {
        println!("{}", options::USAGE);
        return Ok(());
    };
    let ours = Subject::new(tests::binary("entrypoint"));
    let peer = options.peer.map(Subject::new);
    let mut table = Table::new(peer.is_some());
    table.print_head();
    for measure in MEASUREMENTS {
        let readings = measure(&ours)?;
        // A peer that hangs or lacks a subcommand is a result too.
        let theirs = peer.as_ref().map(measure);
        table.add(readings, theirs.as_ref());
    }
    if let Some(path) = options.json {
        table.write_json(&path)?;
    }
    Ok(())
}
