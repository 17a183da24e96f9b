//! The line on a terminal that says what runs and for how long.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::Duration;

/// How often the time is counted on.
const TICK: Duration = Duration::from_millis(100);

/// The line; nothing at all where standard error is no terminal.
#[derive(Debug)]
pub struct Live {
    bar: Option<ProgressBar>,
}

impl Live {
    /// A line that is not shown yet.
    pub fn new() -> Live {
        Live { bar: None }
    }

    /// Says that `what` runs now.
    pub fn show(&mut self, what: String) {
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            let style = ProgressStyle::with_template("{spinner} {elapsed} {wide_msg}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
            bar.enable_steady_tick(TICK);
            bar
        });
        bar.set_message(what);
        bar.reset_elapsed();
    }

    /// Takes the line away while `write` runs, and lets it come back.
    pub fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    /// Takes the line away.
    pub fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}
