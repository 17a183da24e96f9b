//! How often to try again, and how long to wait before.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::thread::sleep;
use std::time::Duration;

use crate::failure::Failure;
use crate::log;

/// The plan for attempts after the first.
#[derive(Debug, Clone, Copy)]
pub struct Retry {
    /// All attempts, the first one included.
    pub attempts: u32,
    /// The pause before the second attempt.
    pub initial: Duration,
    /// The longest pause.
    pub max: Duration,
    /// How many times as long as the one before each pause is.
    pub factor: f64,
}

impl Retry {
    /// The pause after `failed` attempts, up to half as long again by chance: the Pods of a pipeline that
    /// fail together must not come back together.
    pub fn pause(&self, failed: u32) -> Duration {
        let exponent = i32::try_from(failed.saturating_sub(1)).unwrap_or(i32::MAX);
        let seconds = self.initial.as_secs_f64() * self.factor.max(0.0).powi(exponent);
        let seconds = seconds.min(self.max.as_secs_f64()) * (1.0 + chance() / 2.0);
        Duration::try_from_secs_f64(seconds).unwrap_or(self.max)
    }

    /// Says why there is another attempt after `failed` ones, and waits before it, `least` at least.
    pub fn wait(&self, failed: u32, why: &Failure, least: Duration) {
        let pause = self.pause(failed).max(least);
        log::warn(&format!("{why}; attempt {} of {} in {pause:.1?}", failed + 1, self.attempts));
        sleep(pause);
    }
}

/// A number from 0 to 1 that differs at every call: the seed that the standard library draws for its maps.
fn chance() -> f64 {
    f64::from(u32::try_from(RandomState::new().hash_one(0) >> 32).unwrap_or(0)) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_their_limit_and_differ() {
        let retry =
            Retry { attempts: 9, initial: Duration::from_secs(1), max: Duration::from_secs(10), factor: 2.0 };
        for (failed, least) in [(1, 1.0), (2, 2.0), (3, 4.0), (4, 8.0), (5, 10.0), (400, 10.0)] {
            let pause = retry.pause(failed).as_secs_f64();
            assert!((least..=least * 1.5).contains(&pause), "{failed}: {pause}");
        }
        assert_ne!(retry.pause(1), retry.pause(1));
    }
}
