//! What went wrong, above all else: a reader in haste should not have to look for it.

use std::fmt::Write;

use super::rows::{anchor, is_failure};
use crate::graph::{Drawing, Escaped, State};
use crate::mask::Mask;

/// So many are named; a page with more has its timeline for that.
const MOST: usize = 20;

/// Why the run was ended, and the tasks of `drawing` that have not ended well, each with a link to its row: its `last` one in
/// the timeline with this `number`.
pub(super) fn failures(drawing: &Drawing, number: usize, last: &[Option<usize>], mask: &Mask) -> String {
    let mut text = String::new();
    // A String takes all, here and below.
    if !drawing.why.is_empty() {
        writeln!(text, "<p class=\"error\">{}</p>", Escaped(&mask.text(&drawing.why))).ok();
    }
    let failed = || drawing.nodes.iter().zip(last).filter(|(node, _)| node.state.is_some_and(is_failure));
    let count = failed().count();
    if count == 0 {
        return text;
    }
    text.push_str("<ul class=\"failures\">\n");
    for (node, row) in failed().take(MOST) {
        let state = node.state.unwrap_or(State::Failed);
        let (word, glyph, name) = (state.word(), state.glyph(), Escaped(&node.name));
        write!(
            text,
            "<li class=\"ink {word}\"><span class=\"sign\" role=\"img\" aria-label=\"{word}\">{glyph}</span> "
        )
        .ok();
        match row {
            Some(row) => write!(text, "<a href=\"#{}\">{name}</a>", anchor(number, *row)).ok(),
            None => write!(text, "{name}").ok(),
        };
        let why =
            if node.why.is_empty() { row.and_then(|row| step(drawing, row)) } else { Some(node.why.clone()) };
        if let Some(why) = why {
            write!(text, ": {}", Escaped(&mask.text(&why))).ok();
        }
        text.push_str("</li>\n");
    }
    if count > MOST {
        writeln!(text, "<li>and {} more</li>", count - MOST).ok();
    }
    text + "</ul>\n"
}

/// The step of the Pod in `row` at which it came to its end.
fn step(drawing: &Drawing, row: usize) -> Option<String> {
    let step = drawing.timeline.rows[row].steps.iter().find(|step| is_failure(step.state))?;
    Some(match step.code.filter(|_| step.state == State::Failed) {
        Some(code) => format!("{}, exit code {code}", step.name),
        None => step.name.clone(),
    })
}
