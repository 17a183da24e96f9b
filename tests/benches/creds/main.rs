//! `cargo bench --bench creds [-- --peer PATH] [--json FILE]`: what the first container of a Pod costs, with no,
//! one and 50 secrets, beside the same of another `creds-init` with the same flags.
#![allow(unsafe_code)] // process ends with a time limit, and with a look at them: child.rs, peak.rs

#[path = "../handoff/child.rs"]
#[allow(dead_code)] // what only a program that goes on needs
mod child;
mod mounts;
#[path = "../handoff/options.rs"]
mod options;
mod peak;
#[path = "../handoff/reading.rs"]
mod reading;
#[path = "../handoff/rounds.rs"]
mod rounds;
mod runs;
#[path = "../handoff/table.rs"]
mod table;

use std::process::ExitCode;

use anyhow::Result;

use mounts::Mounts;
use options::Options;
use table::Table;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("creds: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let Some(options) = Options::parse(std::env::args_os())? else {
        println!("{}", options::USAGE);
        return Ok(());
    };
    let ours = tests::binary("creds-init");
    let mounts = if options.peer.is_some() { Mounts::where_a_pod_has_them()? } else { Mounts::anywhere()? };
    let mut table = Table::new(options.peer.is_some());
    table.print_head();
    for measure in [runs::none, runs::one, runs::fifty, runs::again] {
        let readings = measure(&ours, &mounts)?;
        let theirs = options.peer.as_ref().map(|peer| measure(peer, &mounts));
        table.add(readings, theirs.as_ref());
    }
    if let Some(path) = options.json {
        table.write_json(&path)?;
    }
    Ok(())
}
