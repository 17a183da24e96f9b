//! The Pods of a run of a Task: one for each time that it was tried.

use jiff::{SignedDuration, Timestamp};

use super::state::State;
use super::timeline::{Row, row};
use crate::reconcile::Index;
use crate::status::{TaskRunStatus, created};

/// The rows of the Pods of a run of a Task, the first one first. It is the node `task`, called `name`.
pub(super) fn tries(task: usize, name: &str, status: &TaskRunStatus, index: &Index<'_>) -> Vec<Row> {
    let mut pods = index.pods(&status.metadata);
    pods.sort_by_key(|pod| created(pod));
    let rows = pods.into_iter().enumerate().map(|(number, pod)| {
        let name = if number == 0 { name.to_owned() } else { format!("{name}, try {}", number + 1) };
        let counts = pod.metadata.name == status.pod;
        let is_over = pod.status.as_ref().is_some_and(|status| status.phase.as_deref() == Some("Failed"));
        // One that is tried again has failed, whatever is said of the run.
        let state = State::of(&status.condition, true);
        let has_failed = is_over && (!counts || matches!(state, State::Waiting | State::Running));
        row(task, name, pod, if has_failed { State::Failed } else { state })
    });
    rows.collect()
}

/// From when the first began to when the last ended.
pub(super) fn took(tries: &[Row], now: Option<Timestamp>) -> Option<SignedDuration> {
    let first = tries.iter().filter_map(|row| row.span.began).min()?;
    let is_running = tries.last().is_some_and(|row| row.span.ended.is_none());
    let last = if is_running { now } else { tries.iter().filter_map(|row| row.span.ended).max() };
    Some(last?.duration_since(first))
}

/// In the order in which they began; those of which that is not known at the end.
pub(super) fn by_time(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by_key(|row| {
        let time = row.span.began.or(row.span.ready);
        (time.is_none(), time)
    });
    rows
}
