//! Several downloads at once.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use crate::stop;

/// How many run at once: as many as git-lfs has by default.
pub const WORKERS: usize = 8;

/// How often the progress is looked at.
const LOOK: Duration = Duration::from_millis(200);

/// Does `work` for each of `jobs`, and gives the results as they come; `look` is called with their number every
/// now and then. What was not begun when a signal came is left out.
pub fn run<Job: Sync, Outcome: Send>(
    jobs: &[Job],
    work: impl Fn(&Job) -> Outcome + Sync,
    mut look: impl FnMut(usize),
) -> Vec<(&Job, Outcome)> {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    let mut outcomes = Vec::with_capacity(jobs.len());
    thread::scope(|scope| {
        for _ in 0..WORKERS.min(jobs.len()) {
            let (sender, next, work) = (sender.clone(), &next, &work);
            scope.spawn(move || {
                while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)).filter(|_| stop::go_on())
                {
                    // The receiver is there until all workers have ended.
                    let _ = sender.send((job, work(job)));
                }
            });
        }
        drop(sender);
        loop {
            match receiver.recv_timeout(LOOK) {
                Ok(outcome) => outcomes.push(outcome),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if stop::go_on() {
                look(outcomes.len());
            }
        }
    });
    outcomes
}
