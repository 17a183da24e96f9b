//! What the text view knows of one Pod that runs: the lines of its steps, and which of them can be shown.

use super::cast::Role;
use super::colour;
use super::column::{Column, Until};
use super::prefix::Prefixes;
use crate::engine::{End, Outcome};

/// How all Pods are shown.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// What stands before lines.
    pub prefixes: Prefixes,
    /// Whether to colour it.
    pub coloured: bool,
    /// Whether to show what init containers say even when they succeed.
    pub verbose: bool,
}

/// One Pod that runs.
#[derive(Debug)]
pub struct Pane {
    /// What it is called.
    pub role: Role,
    columns: Vec<Column>,
    coloured: bool,
}

impl Pane {
    /// For a Pod that starts.
    pub fn new(role: Role, look: Look) -> Pane {
        let column = |(index, step)| {
            let style = look.coloured.then(|| colour::of_step(index));
            Column::new(step, &look.prefixes.of(&role.title, step), style, look.verbose)
        };
        let columns = role.steps.iter().enumerate().map(column).collect();
        Pane { role, columns, coloured: look.coloured }
    }

    /// Takes a line of `step`; what can be shown of it is put into `ready`.
    pub fn line(&mut self, step: usize, line: &[u8], ready: &mut Vec<u8>) {
        let shown = self.columns[step].until == Until::ItsTurn && self.is_its_turn(step);
        let column = &mut self.columns[step];
        let to = if shown || !column.held.has_room() { ready } else { column.held.buffer() };
        to.extend_from_slice(&column.prefix);
        to.extend_from_slice(line);
        if self.coloured && line.contains(&b'\x1b') {
            to.extend_from_slice(b"\x1b[0m"); // a step's colours end with its line
        }
        to.push(b'\n');
    }

    /// Takes the end of `step`: lines of it, or of those behind it, can be shown now.
    pub fn ended(&mut self, step: usize, end: &End, ready: &mut Vec<u8>) {
        self.columns[step].ended = true;
        if self.columns[step].until == Until::ItsFailure && end.code != 0 {
            ready.append(&mut self.columns[step].held.release());
        }
        for next in 0..self.columns.len() {
            if self.columns[next].until == Until::ItsTurn && self.is_its_turn(next) {
                ready.append(&mut self.columns[next].held.release());
            }
        }
    }

    /// Takes the end of the Pod: what it says of its success can be shown, or never.
    pub fn close(&mut self, ends: &[Option<End>], ready: &mut Vec<u8>) {
        let good = |end: &Option<End>| end.as_ref().is_some_and(|end| end.outcome == Outcome::Succeeded);
        let all_good = ends.iter().all(good);
        for (column, end) in self.columns.iter_mut().zip(ends) {
            let failed = end.as_ref().is_some_and(|end| end.outcome == Outcome::Failed);
            if column.until == Until::Success && (all_good || failed) {
                ready.append(&mut column.held.release());
            }
        }
    }

    /// Whether the steps that `step` waits for have ended.
    fn is_its_turn(&self, step: usize) -> bool {
        let before = self.columns[..step].iter();
        !self.columns[step].hands_on() || before.filter(|it| it.hands_on()).all(|it| it.ended)
    }
}
