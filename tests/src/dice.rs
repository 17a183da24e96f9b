//! Chance that can be had again: the seed is printed, and `TESTS_SEED` sets it.

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
    /// Seeded by [`seed`].
    pub fn new() -> Self {
        Self::of(seed())
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

    /// Whether the one of `chances` has come.
    pub fn one_in(&mut self, chances: u64) -> bool {
        self.below(chances) == 0
    }

    /// An index below `length`, which is not 0.
    pub fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).expect("an index")
    }

    /// One of `items`, of which there are some.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.index(items.len())]
    }

    /// `items` in a random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.index(last + 1);
            items.swap(last, other);
        }
    }
}

/// The environment's `TESTS_SEED`, else one by the clock. It is printed, so that a failing test shows it.
pub fn seed() -> u64 {
    let clock =
        || SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |now| u64::from(now.subsec_nanos()));
    let seed = env::var("TESTS_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(clock);
    println!("TESTS_SEED={seed}");
    seed
}

/// How many rounds: the environment's `TESTS_ROUNDS`, or as many as `usual` where it is not set.
pub fn rounds(usual: u64) -> u64 {
    env::var("TESTS_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(usual)
}
