//! `cargo bench --bench clone [-- --only TEXT] [--rounds N] [--peer PATH] [--json FILE]`: what a clone costs with
//! `git-init`, beside the commands of git that Tekton's git-init runs, from servers on this machine to memory.

mod contender;
mod history;
mod report;
mod rounds;
mod scenario;
mod site;
mod text;

use std::process::ExitCode;

use anyhow::{Context, Result};
use tests::measure::{Options, Reading, benchmark, figure, stripped_size};

use contender::Contender;
use report::Report;
use site::Site;

/// What `--help` prints.
const USAGE: &str = "\
usage: cargo bench --bench clone [-- [--only TEXT]... [--rounds N] [--peer PATH] [--json FILE]]
  --only TEXT   only clones whose names hold TEXT: \"tiny\", \"ssh\", \"10,000 files, http, depth 1\"; again for more
  --rounds N    the most clones of each for a median (11, of tiny ones 101)
  --peer PATH   clone with the git-init at PATH (from the workspace on) as well
  --json FILE   write all readings to FILE too";

/// What the project allows the stripped binary, in bytes.
const BUDGET: f64 = 8_000_000.0;

fn main() -> ExitCode {
    benchmark("clone", run)
}

fn run() -> Result<()> {
    let (mut only, mut rounds) = (Vec::new(), None);
    let options = Options::parse_with(USAGE, std::env::args_os(), |option, rest| {
        let mut value = || rest.next().and_then(|value| value.into_string().ok());
        match option {
            "--only" => only.push(value().context("--only needs a text")?),
            "--rounds" => {
                let number = value().and_then(|value| value.parse().ok()).filter(|&number| number > 0);
                rounds = Some(number.context("--rounds needs a number")?);
            }
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let Some(options) = options else { return Ok(()) };
    let ours = tests::binary("git-init");
    #[allow(clippy::cast_precision_loss)] // sizes of binaries
    let bytes = Reading::new("size, stripped", stripped_size(&ours)? as f64, "bytes").at_most(BUDGET);
    println!("git-init: {} {}, at most {BUDGET}", bytes.what, figure(bytes.value, bytes.unit));
    let site = Site::open()?;
    let mut contenders = vec![Contender::Git, Contender::GitInit(site.install(&ours)?)];
    if let Some(peer) = options.peer {
        contenders.push(Contender::GitInit(site.install(&peer)?));
    }
    let mut report = Report::new(&bytes, contenders.len() > 2);
    for scenario in scenario::all().filter(|scenario| scenario.is_among(&only)) {
        let rounds = rounds.unwrap_or_else(|| scenario.rounds());
        let costs =
            rounds::run(&site, &scenario, &contenders, rounds).with_context(|| scenario.to_string())?;
        report.add(&scenario, &costs);
    }
    if let Some(path) = options.json {
        report.write_json(&path)?;
    }
    Ok(())
}
