//! Random moments that can be had again: the seed is printed, and `TESTS_SEED` sets it.

use std::env;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A small generator (xorshift64; Marsaglia, "Xorshift RNGs", 2003): good enough to scatter moments.
pub struct Dice(u64);

impl Default for Dice {
    fn default() -> Self {
        Self::new()
    }
}

impl Dice {
    /// Seeded by the environment's `TESTS_SEED`, else by the clock. A failing test shows the seed.
    pub fn new() -> Self {
        let clock =
            || SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |now| u64::from(now.subsec_nanos()));
        let seed = env::var("TESTS_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(clock);
        println!("TESTS_SEED={seed}");
        Self::of(seed)
    }

    /// Those of one seed, the same ones every time.
    pub fn of(seed: u64) -> Self {
        Self(seed.max(1))
    }

    /// Seeded with `seed`, which must not be 0: the same numbers at every run.
    pub fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    /// A duration shorter than `end`, in whole microseconds.
    pub fn shorter(&mut self, end: Duration) -> Duration {
        Duration::from_micros(self.below(u64::try_from(end.as_micros()).expect("short")))
    }

    /// `items` in a random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = usize::try_from(self.below(last as u64 + 1)).expect("an index");
            items.swap(last, other);
        }
    }
}
