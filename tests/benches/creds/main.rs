//! `cargo bench --bench creds [-- --peer PATH] [--json FILE]`: what the first container of a Pod costs, with no,
//! one and 50 secrets, beside the same of another `creds-init` with the same flags.

mod mounts;
mod runs;

use std::process::ExitCode;

use anyhow::Result;
use tests::measure::{Options, Table, benchmark};

use mounts::Mounts;

/// What `--help` prints.
const USAGE: &str = "\
usage: cargo bench --bench creds [-- [--peer PATH] [--json FILE]]
  --peer PATH   measure the creds-init at PATH (from the workspace on) as well, and print the ratios
  --json FILE   write all readings to FILE too";

fn main() -> ExitCode {
    benchmark("creds", run)
}

fn run() -> Result<()> {
    let Some(options) = Options::parse(USAGE, &[], std::env::args_os())? else { return Ok(()) };
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
