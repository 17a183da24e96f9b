//! Tasks that wait for one another in a circle: one such circle, for the error.

use super::graph::{Wrong, edges};
use crate::model::PipelineTask;

/// A circle among the tasks that are not in `order`, of which there has to be one. It is printed in the direction in
/// which the tasks would run.
pub(super) fn find(tasks: &[PipelineTask], before: &[Vec<usize>], order: &[usize]) -> Wrong {
    let mut stuck = vec![true; tasks.len()];
    for &task in order {
        stuck[task] = false;
    }
    // A stuck task waits for a stuck one, so that going back ends in a circle.
    let mut at = (0..tasks.len()).find(|&task| stuck[task]).unwrap_or_default();
    let mut way = Vec::new();
    let mut place: Vec<Option<usize>> = vec![None; tasks.len()];
    while place[at].is_none() {
        place[at] = Some(way.len());
        way.push(at);
        at = before[at].iter().copied().find(|&earlier| stuck[earlier]).unwrap_or(at);
    }
    let mut circle = way.split_off(place[at].unwrap_or_default());
    // From the first of the list on: the same circle is always named the same way.
    let first = circle.iter().enumerate().min_by_key(|(_, task)| **task).map_or(0, |(place, _)| place);
    circle.rotate_left(first);
    let (first, waits_for) = (circle[0], circle[1 % circle.len()]);
    circle[1..].reverse();
    let names: Vec<&str> = circle.iter().chain([&first]).map(|&task| tasks[task].name.as_str()).collect();
    let edge = edges(first, &tasks[first]).find(|(name, _)| *name == tasks[waits_for].name);
    (edge.map(|(_, path)| path).unwrap_or_default(), format!("cycle: {}", names.join(" -> ")))
}
