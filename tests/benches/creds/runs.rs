//! Runs from exec to exit.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::Result;
use tempfile::TempDir;
use tests::measure::{Child, Reading, in_memory, median, ms, peak, repeat};

use crate::mounts::Mounts;

/// Runs for a median.
const ROUNDS: usize = 200;

/// Runs whose memory is looked at.
const LOOKS: usize = 20;

/// Nothing to do.
pub fn none(program: &Path, mounts: &Mounts) -> Result<Vec<Reading>> {
    fresh(program, mounts, 0, ["no secret, exec to exit", "no secret, memory at its peak"])
}

/// One secret.
pub fn one(program: &Path, mounts: &Mounts) -> Result<Vec<Reading>> {
    fresh(program, mounts, 1, ["1 secret, exec to exit", "1 secret, memory at its peak"])
}

/// 50 secrets; the targets are the project's.
pub fn fifty(program: &Path, mounts: &Mounts) -> Result<Vec<Reading>> {
    let readings =
        fresh(program, mounts, 50, ["50 secrets, exec to exit", "50 secrets, memory at its peak"])?;
    Ok(readings.into_iter().zip([5.0, 3.0]).map(|(reading, target)| reading.at_most(target)).collect())
}

/// 50 secrets in a home that has them already.
pub fn again(program: &Path, mounts: &Mounts) -> Result<Vec<Reading>> {
    let home = in_memory()?;
    run(program, mounts, 50, &home)?;
    let times = repeat(ROUNDS, || run(program, mounts, 50, &home))?;
    Ok(vec![Reading::new("50 secrets once more, exec to exit", median(times), "ms")])
}

/// Time and memory with `count` secrets and an empty home each time.
fn fresh(program: &Path, mounts: &Mounts, count: usize, what: [&'static str; 2]) -> Result<Vec<Reading>> {
    let times = repeat(ROUNDS, || run(program, mounts, count, &in_memory()?))?;
    let peaks = repeat(LOOKS, || peak(&mut command(program, mounts, count, &in_memory()?)))?;
    let most = peaks.into_iter().fold(0.0, f64::max);
    Ok(vec![Reading::new(what[0], median(times), "ms"), Reading::new(what[1], most, "MiB")])
}

/// Milliseconds of one run.
fn run(program: &Path, mounts: &Mounts, count: usize, home: &TempDir) -> Result<f64> {
    let mut command = command(program, mounts, count, home);
    let start = Instant::now();
    Child::start(&mut command)?.succeed()?;
    Ok(ms(start.elapsed()))
}

fn command(program: &Path, mounts: &Mounts, count: usize, home: &TempDir) -> Command {
    let mut command = Command::new(program);
    command.args(mounts.flags(count)).env_clear().env("HOME", home.path());
    command
}
