//! `cargo bench --bench reconcile [-- [--peer PATH] [--json FILE] [--only NAME]]`: Pods a second, from YAML text to JSON on stdout and from a loaded
//! World, memory, and how both grow.

mod inputs;
mod process;
mod rounds;
mod steps;
mod world;

use std::process::ExitCode;

use anyhow::Result;

use serde_json::Value;
use tests::measure::{Options, benchmark, write_json};

/// What `--help` prints.
const USAGE: &str = "\
usage: cargo bench --bench reconcile [-- [--peer PATH] [--json FILE] [--only NAME]...]
  --peer PATH   measure the controller at PATH (from the workspace on) as well, and print the ratios
  --json FILE   write all readings to FILE too
  --only NAME   these tables alone: world, steps, process";

/// A table: its lines are printed as they come, and are what it returns.
type Measurement = fn(&Options) -> Result<Vec<Value>>;

/// With their names for `--only`.
const MEASUREMENTS: [(&str, Measurement); 3] =
    [("world", world::measure), ("steps", steps::measure), ("process", process::measure)];

fn main() -> ExitCode {
    benchmark("reconcile", run)
}

fn run() -> Result<()> {
    let names = MEASUREMENTS.map(|(name, _)| name);
    let Some(options) = Options::parse(USAGE, &names, std::env::args_os())? else { return Ok(()) };
    let mut rows = Vec::new();
    for (_, measure) in MEASUREMENTS.iter().filter(|(name, _)| options.wants(name)) {
        rows.extend(measure(&options)?);
        println!();
    }
    options.json.map_or(Ok(()), |path| write_json(&rows, &path))
}
