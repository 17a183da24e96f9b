//! What goes wrong around steps: kills at any moment, full volumes, lost events, clocks. Whatever it is, every process of
//! the Pod ends, no step runs twice or out of its turn, and none behind a failure.

mod chain; // what the rounds run
mod clocks;
mod events;
mod kills;
mod told;
mod volumes;

use std::time::Duration;

/// A chain takes about as long as this on a quiet machine, so that every part of it is hit.
const CHAIN: Duration = Duration::from_millis(80);
/// From a fault to the end of all: a backstop look for each of those behind it, on a busy machine.
const BOUND: Duration = Duration::from_secs(20);
/// The steps that have begun to run, in their order: each writes its number first of all.
const JOURNAL: &str = "journal";

/// What `journal` has to be when the steps `done` have posted that they are done, one after the other from the first: each
/// of these once and in turn, and at most the one behind them.
fn judge(journal: &str, done: usize) {
    let ran: Vec<usize> = journal.lines().map(|line| line.parse().unwrap()).collect();
    assert!(ran.iter().copied().eq(0..ran.len()), "out of turn or twice: {ran:?}");
    assert!(ran.len() == done || ran.len() == done + 1, "{done} are done, and these ran: {ran:?}");
}
