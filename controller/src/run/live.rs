//! The tree at the bottom of a terminal that says what runs and for how long.

use super::cast::Role;
use super::prefix::Prefixes;
use super::tree::Tree;
use console::Term;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often the times are counted on.
const TICK: Duration = Duration::from_millis(100);

/// The least that is worth showing on a low terminal.
const LOWEST: u16 = 4;

/// The tree; nothing of it is seen where standard error is no terminal.
#[derive(Debug)]
pub struct Live {
    tree: Arc<Mutex<Tree>>,
    bar: Option<ProgressBar>,
}

impl Live {
    /// A tree of the Pods that can be foreseen; it is shown with its first change.
    pub fn new(cast: &[Role], prefixes: Prefixes) -> Live {
        Live { tree: Arc::new(Mutex::new(Tree::new(cast, prefixes))), bar: None }
    }

    /// Changes what is shown.
    pub fn change(&mut self, change: impl FnOnce(&mut Tree)) {
        // Whoever draws holds the bar and then the tree: nobody may hold the tree and ask for the bar.
        change(&mut self.tree.lock().unwrap_or_else(PoisonError::into_inner));
        let tree = Arc::clone(&self.tree);
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            let draw = move |_: &ProgressState, to: &mut dyn fmt::Write| {
                // A place that takes no text shows none.
                to.write_str(&drawn(&tree)).ok();
            };
            let style = ProgressStyle::with_template("{tree}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()).with_key("tree", draw));
            bar.enable_steady_tick(TICK);
            bar
        });
        bar.tick();
    }

    /// Takes the tree away while `write` runs, and lets it come back.
    pub fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    /// Takes the tree away.
    pub fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

/// The tree as the terminal has room for it: at most half of that, since the other half is for what the steps say.
fn drawn(tree: &Mutex<Tree>) -> String {
    let (height, width) = Term::stderr().size();
    let lines = (height / 2).max(LOWEST).min(height.saturating_sub(1));
    let tree = tree.lock().unwrap_or_else(PoisonError::into_inner);
    tree.lines(Instant::now(), lines.into(), width.into()).join("\n")
}
