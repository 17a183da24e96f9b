//! How far the work is, at most once a second: as a bar where stderr is a terminal, else as log lines.

use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{bar, log};

/// The least time between two lines.
const PAUSE: Duration = Duration::from_secs(1);

/// Remembers when it last had spoken.
pub struct Progress {
    last: Instant,
    terminal: bool,
}

impl Progress {
    /// Silent for the first second: a small clone needs no progress.
    pub fn new() -> Self {
        Self { last: Instant::now(), terminal: stderr().is_terminal() }
    }

    /// Says how many objects have come.
    pub fn received(&mut self, stats: &git2::Progress<'_>) {
        let (done, total) = (stats.received_objects(), stats.total_objects());
        if total == 0 || !self.due() {
            return;
        }
        if done < total {
            let bytes = stats.received_bytes();
            let fields = json!({ "objects": done, "of": total, "bytes": bytes });
            self.say("receiving objects", done, total, Some(bytes), &fields);
            return;
        }
        let (done, total) = (stats.indexed_deltas(), stats.total_deltas());
        // Before they are counted, and when there are none, there is nothing to say of them.
        if total > 0 {
            self.say("resolving deltas", done, total, None, &json!({ "deltas": done, "of": total }));
        }
    }

    /// Says how many files are written.
    pub fn written(&mut self, done: usize, total: usize) {
        if total > 0 && self.due() {
            self.say("checking out files", done, total, None, &json!({ "files": done, "of": total }));
        }
    }

    fn say(&mut self, what: &str, done: usize, total: usize, bytes: Option<usize>, fields: &Value) {
        if self.terminal {
            log::over(&bar::bar(what, done, total, bytes));
        } else {
            log::info(what, fields);
        }
        self.has_spoken();
    }

    /// Says how many objects of git LFS have come.
    pub fn large_files(&mut self, done: usize, total: usize, bytes: u64) {
        if self.due() {
            log::info(
                "receiving objects of git LFS",
                &json!({ "objects": done, "of": total, "bytes": bytes }),
            );
            self.has_spoken();
        }
    }

    fn due(&self) -> bool {
        self.last.elapsed() >= PAUSE
    }

    /// To be called once a line is out: were it before, a machine that pauses in between would bring the next line close to it.
    fn has_spoken(&mut self) {
        self.last = Instant::now();
    }
}
