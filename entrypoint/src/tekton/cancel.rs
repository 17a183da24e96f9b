//! Whether the TaskRun is cancelled: `/tekton/downward/cancel` holds something then.

use std::fs;
use std::os::fd::BorrowedFd;
use std::path::Path;
use std::time::{Duration, Instant};

use super::paths::CANCEL;
use crate::wait::{Armed, BACKSTOP, BLIND, WATCHLESS, Watch};

/// Looks at the file, and knows when to look again.
pub struct Cancel {
    watch: Option<Watch>,
    since: Instant,
}

impl Cancel {
    /// Where the volume is not mounted nothing is ever looked at: it
    /// cannot come later.
    pub fn new() -> Self {
        let file = Path::new(CANCEL);
        let mounted = file.parent().is_some_and(Path::is_dir);
        Self { watch: mounted.then(|| Watch::new(file)), since: Instant::now() }
    }

    /// Whether the TaskRun is cancelled now.
    pub fn asked(&self) -> bool {
        self.watch.is_some() && asked()
    }

    /// How long until the next look that no event asks for; `None` for never. Short steps go without a watch, which is
    /// dear: [`WATCHLESS`].
    pub fn look_again(&mut self) -> Option<Duration> {
        let watch = self.watch.as_mut()?;
        if self.since.elapsed() < WATCHLESS {
            return Some(WATCHLESS);
        }
        Some(match watch.arm() {
            Armed::Anew => Duration::ZERO,
            Armed::Already => BACKSTOP,
            Armed::Not => BLIND,
        })
    }

    /// Readable when there is something to look at; see [`Watch::events`].
    pub fn events(&self) -> Option<BorrowedFd<'_>> {
        self.watch.as_ref()?.events()
    }

    /// Takes the events.
    pub fn hush(&self) {
        if let Some(watch) = &self.watch {
            watch.hush();
        }
    }
}

/// Whether it is cancelled now, for who has no [`Cancel`] yet.
pub fn asked() -> bool {
    fs::metadata(CANCEL).is_ok_and(|file| file.len() > 0)
}
