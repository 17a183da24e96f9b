//! Repeating a measurement often enough for a median, and not for ever where one round takes seconds.

use std::time::{Duration, Instant};

use anyhow::Result;

/// A slow peer gets this long for all rounds of one measurement.
const PATIENCE: Duration = Duration::from_secs(25);

/// Up to `rounds` results of `once`, fewer when they take longer than 25 s, but at least one.
///
/// # Errors
/// The first one of `once`.
pub fn repeat<T>(rounds: usize, mut once: impl FnMut() -> Result<T>) -> Result<Vec<T>> {
    let start = Instant::now();
    let mut results = vec![once()?];
    while results.len() < rounds && start.elapsed() < PATIENCE {
        results.push(once()?);
    }
    Ok(results)
}

/// The median of `values`, which must not be empty.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// A duration in milliseconds.
pub fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
