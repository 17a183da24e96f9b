//! Repeating a measurement often enough for a median, and not for ever where one round takes seconds.

use std::time::{Duration, Instant};

use anyhow::Result;
use nix::time::ClockId;

/// How long the rounds of one measurement take together. There are about sixty of them, so that all are over in two
/// minutes.
const PATIENCE: Duration = Duration::from_secs(1);

/// More rounds than these say nothing new.
const MOST: usize = 1_000;

/// The median time of `once`, in seconds. What it returns is dropped outside of that time.
pub fn median<T>(once: impl FnMut() -> Result<T>) -> Result<f64> {
    let start = Instant::now();
    median_by(|| Ok(start.elapsed()), once)
}

fn median_by<T>(clock: impl Fn() -> Result<Duration>, mut once: impl FnMut() -> Result<T>) -> Result<f64> {
    let begun = Instant::now();
    let mut times = Vec::new();
    while times.len() < 3 || (begun.elapsed() < PATIENCE && times.len() < MOST) {
        let round = clock()?;
        let result = once()?;
        times.push(clock()?.saturating_sub(round).as_secs_f64());
        drop(result);
    }
    Ok(tests::measure::median(times))
}

/// The same in seconds that this process has had a core for: what else the machine does counts less.
pub fn median_on_core<T>(once: impl FnMut() -> Result<T>) -> Result<f64> {
    median_by(|| Ok(Duration::from(ClockId::CLOCK_PROCESS_CPUTIME_ID.now()?)), once)
}

/// Seconds for all as microseconds for each of `count`.
#[allow(clippy::cast_precision_loss)] // thousands
pub fn each(seconds: f64, count: usize) -> f64 {
    seconds * 1e6 / count as f64
}
