//! What comes of it that tasks wait for one another: which never begin, and since when the others could have.

use std::collections::HashSet;

use jiff::Timestamp;

use super::drawing::Drawing;
use super::state::State;
use super::timeline::Row;

/// What waits for something that has not ended well, or never will, is skipped, whether or not the run goes on.
pub(super) fn skip(drawing: &mut Drawing) {
    let edges = drawing.edges_to();
    for &task in &drawing.order {
        let is_barred = edges[task].iter().any(|&edge| {
            let before = drawing.nodes[drawing.edges[edge].from].state;
            matches!(before, Some(State::Failed | State::Stopped | State::Skipped))
        });
        if is_barred && drawing.nodes[task].state == Some(State::Waiting) {
            drawing.nodes[task].state = Some(State::Skipped);
        }
    }
}

/// Says since when each task could have begun: since all that it waits for have ended, or since the run began.
pub(super) fn wait(drawing: &Drawing, rows: &mut [Row], started: Option<Timestamp>) {
    let mut ends: Vec<Option<Timestamp>> = vec![None; drawing.nodes.len()];
    for row in rows.iter() {
        ends[row.task] = ends[row.task].max(row.span.ended);
    }
    let start = rows.iter().filter_map(|row| row.span.ready).min();
    let edges = drawing.edges_to();
    let mut tried = HashSet::new();
    for row in rows.iter_mut().filter(|row| tried.insert(row.task)) {
        let before = edges[row.task].iter().map(|&edge| ends[drawing.edges[edge].from]);
        if let Some(ready) = before.max().unwrap_or(started.or(start)) {
            row.span.ready = row.span.ready.map(|own| own.min(ready));
        }
    }
}
