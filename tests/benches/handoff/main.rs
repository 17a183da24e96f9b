//! `cargo bench --bench handoff [-- --peer PATH] [--json FILE]`: what a step costs under `entrypoint`, beside
//! the same of another entrypoint with the same flags.

mod chain;
mod copy;
mod idle;
mod killed;
mod memory;
mod overhead;
mod size;
mod subject;

use std::process::ExitCode;

use anyhow::Result;
use tests::measure::{Options, Reading, Table};

use subject::Subject;

/// What `--help` prints.
const USAGE: &str = "\
usage: cargo bench --bench handoff [-- [--peer PATH] [--json FILE]]
  --peer PATH   measure the entrypoint at PATH (from the workspace on) as well, and print the ratios
  --json FILE   write all readings to FILE too";

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
    let Some(options) = Options::parse(USAGE, std::env::args_os())? else {
        println!("{USAGE}");
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
