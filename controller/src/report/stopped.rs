//! What only the one who ran the Pods knows: which steps did not fail but were stopped.

use super::logs::Logs;
use crate::engine::Outcome;
use crate::graph::{Drawing, State};

/// Marks what was stopped in `drawing`: a Pod as far as its exit codes tell has failed then.
pub(super) fn mark(drawing: &mut Drawing, logs: &Logs) {
    for row in &mut drawing.timeline.rows {
        let Some(log) = logs.pod(&row.pod) else { continue };
        for step in &mut row.steps {
            let container = log.containers.iter().find(|log| log.step.container == step.container);
            if container.is_some_and(|container| container.outcome == Some(Outcome::Stopped)) {
                step.state = State::Stopped;
            }
        }
        let has = |state| row.steps.iter().any(|step| step.state == state);
        if row.state == State::Failed && has(State::Stopped) && !has(State::Failed) {
            row.state = State::Stopped;
            drawing.nodes[row.task].state = Some(State::Stopped);
        }
    }
    let is_stopped = drawing.nodes.iter().any(|node| node.state == Some(State::Stopped));
    let has_failed = drawing.nodes.iter().any(|node| node.state == Some(State::Failed));
    if drawing.state == Some(State::Failed) && is_stopped && !has_failed {
        drawing.state = Some(State::Stopped);
    }
}
