//! How far the work is, at most once a second, as log lines.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::log;

/// The least time between two lines.
const PAUSE: Duration = Duration::from_secs(1);

/// Remembers when it last spoke.
pub struct Progress {
    last: Instant,
}

impl Progress {
    /// Silent for the first second: a small clone needs no progress.
    pub fn new() -> Self {
        Self { last: Instant::now() }
    }

    /// Says how many objects have come.
    pub fn received(&mut self, stats: &git2::Progress<'_>) {
        let (done, total) = (stats.received_objects(), stats.total_objects());
        if total == 0 || !self.due() {
            return;
        }
        if done < total {
            let fields = json!({ "objects": done, "of": total, "bytes": stats.received_bytes() });
            log::info("receiving objects", &fields);
        } else {
            let fields = json!({ "deltas": stats.indexed_deltas(), "of": stats.total_deltas() });
            log::info("resolving deltas", &fields);
        }
    }

    /// Says how many files are written.
    pub fn written(&mut self, done: usize, total: usize) {
        if total > 0 && self.due() {
            log::info("checking out files", &json!({ "files": done, "of": total }));
        }
    }

    /// Says how many objects of git LFS have come.
    pub fn large_files(&mut self, done: usize, total: usize, bytes: u64) {
        if self.due() {
            log::info(
                "receiving objects of git LFS",
                &json!({ "objects": done, "of": total, "bytes": bytes }),
            );
        }
    }

    fn due(&mut self) -> bool {
        let due = self.last.elapsed() >= PAUSE;
        if due {
            self.last = Instant::now();
        }
        due
    }
}
