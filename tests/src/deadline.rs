//! Waiting for something to become true, with an end: a test never sleeps and hopes, and never hangs.

use std::thread::sleep;
use std::time::{Duration, Instant};

/// Longer than anything here takes on a machine that is slow and shared. Only a failing test waits for it.
pub const DEADLINE: Duration = Duration::from_secs(40);

/// Asks `look` again and again until it returns something, and returns that. Panics after [`DEADLINE`], saying
/// that `what` did not happen.
pub fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < DEADLINE, "after {DEADLINE:?} still not: {what}");
        // Short beside what is measured (milliseconds), long enough to leave the processor to the tested.
        sleep(Duration::from_micros(300));
    }
}

/// The median of `times`: one late wake-up on a busy machine does not move it.
pub fn median(mut times: Vec<Duration>) -> Duration {
    assert!(!times.is_empty(), "no median of nothing");
    times.sort_unstable();
    times[times.len() / 2]
}
