//! `cargo bench --bench handoff [-- --peer PATH] [--json FILE] [--only NAME]`: what a step costs under `entrypoint`, beside
//! the same of another entrypoint with the same flags.

mod chain;
mod copy;
mod idle;
mod killed;
mod limited;
mod masks;
mod memory;
mod overhead;
mod paced;
mod size;
mod subject;

use std::process::ExitCode;

use anyhow::Result;
use tests::measure::{Options, Reading, Table, benchmark};

use subject::{Flags, Subject};

/// What `--help` prints.
const USAGE: &str = "\
usage: cargo bench --bench handoff [-- [--peer PATH] [--json FILE] [--only NAME]...]
  --peer PATH   measure the entrypoint at PATH (from the workspace on) as well, and print the ratios
  --json FILE   write all readings to FILE too
  --only NAME   these measurements alone: size, overhead, memory, chain, slow-chain, limited, idle, copy, killed, masks";

/// Its readings are always the same ones in the same order.
type Measurement = fn(&Subject) -> Result<Vec<Reading>>;

/// With their names for `--only`.
type Named = &'static [(&'static str, Measurement)];

/// What is measured with which flags.
const MEASUREMENTS: [(&str, Flags, Named); 2] = [
    (
        "under the classic flags",
        Flags::Classic,
        &[
            ("size", size::measure),
            ("overhead", overhead::measure),
            ("memory", memory::measure),
            ("chain", chain::at_once),
            ("slow-chain", chain::one_by_one),
            ("limited", limited::measure),
            ("idle", idle::measure),
            ("copy", copy::measure),
            ("killed", killed::measure),
        ],
    ),
    (
        "under the flags of today's Tekton, with results",
        Flags::Full,
        &[
            ("overhead", overhead::measure),
            ("memory", memory::measure),
            ("chain", chain::at_once),
            ("limited", limited::measure),
            ("masks", masks::measure),
        ],
    ),
];

fn main() -> ExitCode {
    benchmark("handoff", run)
}

fn run() -> Result<()> {
    let mut words = std::env::args_os().skip(1);
    if words.next().is_some_and(|word| word == paced::WORD) {
        return paced::print(words);
    }
    let names: Vec<&str> =
        MEASUREMENTS.iter().flat_map(|(.., named)| *named).map(|(name, _)| *name).collect();
    let Some(options) = Options::parse(USAGE, &names, std::env::args_os())? else { return Ok(()) };
    let mut ours = Subject::new(tests::binary("entrypoint"));
    let mut peer = options.peer.clone().map(Subject::new);
    let mut table = Table::new(peer.is_some());
    table.print_head();
    for (title, flags, measurements) in MEASUREMENTS {
        table.print_title(title);
        ours.flags = flags;
        if let Some(peer) = &mut peer {
            peer.flags = flags;
        }
        for (_, measure) in measurements.iter().filter(|(name, _)| options.wants(name)) {
            let readings = measure(&ours)?;
            // A peer that hangs or lacks a subcommand is a result too.
            let theirs = peer.as_ref().map(measure);
            table.add(readings, theirs.as_ref());
        }
    }
    if let Some(path) = options.json {
        table.write_json(&path)?;
    }
    Ok(())
}
