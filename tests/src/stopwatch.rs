//! Time as it goes by for who runs, so that a machine that pauses is not taken for a program that is slow.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

/// Short beside what is held to limits by it: some hundred milliseconds and more.
const TICK: Duration = Duration::from_millis(5);

/// The most that one tick counts for. A thread that is scheduled fairly among a few others is hardly later.
const MOST: Duration = Duration::from_millis(50);

/// Measures as a clock does while threads get to run, and hardly goes on while none does. Only for upper limits.
pub struct Stopwatch(Arc<AtomicU64>);

impl Stopwatch {
    /// Starts at zero.
    pub fn start() -> Self {
        let micros = Arc::new(AtomicU64::new(0));
        let ticking = Arc::downgrade(&micros);
        spawn(move || {
            let mut before = Instant::now();
            while let Some(micros) = ticking.upgrade() {
                let now = Instant::now();
                let tick = (now - before).min(MOST);
                micros.fetch_add(u64::try_from(tick.as_micros()).expect("few"), Ordering::Relaxed);
                before = now;
                drop(micros);
                sleep(TICK);
            }
        });
        Self(micros)
    }

    /// What has gone by, to a few ticks.
    pub fn elapsed(&self) -> Duration {
        Duration::from_micros(self.0.load(Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_as_a_clock_does_but_no_faster() {
        let (clock, watch) = (Instant::now(), Stopwatch::start());
        while watch.elapsed() < Duration::from_millis(200) {
            sleep(TICK);
            assert!(clock.elapsed() < crate::DEADLINE);
        }
        let measured = watch.elapsed();
        assert!(measured <= clock.elapsed());
    }
}
