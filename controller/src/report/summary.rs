//! What a drawing comes to: how many tasks are how far, and from when to when.

use std::fmt::Write;

use jiff::Timestamp;

use crate::elapsed::duration;
use crate::graph::{Drawing, Escaped, State};

/// The worst that a task of `drawing` has come to, or the state of its run.
pub(super) fn state(drawing: &Drawing) -> Option<State> {
    let worst =
        [State::Failed, State::Stopped, State::Running, State::Waiting, State::Skipped, State::Succeeded];
    let of_tasks =
        || worst.into_iter().find(|state| drawing.nodes.iter().any(|node| node.state == Some(*state)));
    drawing.state.or_else(of_tasks)
}

/// The lines below the heading of `drawing`.
pub(super) fn summary(drawing: &Drawing, now: Option<Timestamp>) -> String {
    let mut text = String::from("<p class=\"summary\">");
    if let Some(state) = state(drawing) {
        let (class, glyph) = (state.word(), state.glyph());
        // A String takes all, here and below.
        write!(text, "<span class=\"badge {class}\">{glyph} {class}</span> ").ok();
    }
    let window = drawing.timeline.window(now);
    let took = drawing.took.or(window.map(|(start, end)| end.duration_since(start)));
    if let Some(took) = took {
        write!(text, "<span>{}</span> ", duration(took)).ok();
    }
    for state in State::ALL {
        let count = drawing.nodes.iter().filter(|node| node.state == Some(state)).count();
        if count > 0 && drawing.nodes.len() > 1 {
            let (class, glyph) = (state.word(), state.glyph());
            write!(text, "<span class=\"ink {class}\">{glyph} {count} {class}</span> ").ok();
        }
    }
    text.push_str("</p>\n");
    if let Some((start, end)) = window {
        let time = |time: Timestamp| time.strftime("%Y-%m-%d %H:%M:%S").to_string();
        let of = if drawing.of.is_empty() { String::new() } else { format!("{} · ", Escaped(&drawing.of)) };
        writeln!(text, "<p class=\"quiet\">{of}{} to {} UTC</p>", time(start), time(end)).ok();
    } else if !drawing.of.is_empty() {
        writeln!(text, "<p class=\"quiet\">{}</p>", Escaped(&drawing.of)).ok();
    }
    text
}
