//! The timeline of a drawing: a bar for each Pod and each of its steps.

use std::fmt::Write;

use jiff::Timestamp;

use super::Part;
use crate::elapsed::duration;
use crate::graph::axis::Axis;
use crate::graph::markup::Escaped;
use crate::graph::state::State;
use crate::graph::timeline::{Span, Timeline};
use crate::graph::width::cut;

/// Columns from left to right, in pixels: names, bars, how long it took.
const COLUMNS: (f64, f64, f64) = (190.0, 440.0, 90.0);
/// The height of a row, and of a Pod's and a step's bar in it.
const ROW: f64 = 22.0;
const BARS: (f64, f64) = (12.0, 6.0);
/// The longest name, in characters.
const LONGEST: usize = 22;

/// The elements of `timeline`; none where no times are known.
pub(super) fn bars(timeline: &Timeline, now: Option<Timestamp>) -> Option<Part> {
    let axis = Axis::of(timeline.window(now)?);
    let mut rows = String::new();
    let mut top = ROW;
    for row in &timeline.rows {
        bar(&mut rows, (&row.name, row.state, row.span), &axis, now, top, false);
        top += ROW;
        for step in row.steps.iter().filter(|step| !step.init || step.state != State::Succeeded) {
            bar(&mut rows, (&step.name, step.state, step.span), &axis, now, top, true);
            top += ROW;
        }
    }
    let mut body = String::new();
    for (at, label) in axis.marks(6) {
        let x = COLUMNS.0 + at * COLUMNS.1;
        // A String takes all, here and below.
        write!(body, "<path class=\"mark\" d=\"M{x:.1} {:.1}V{top:.1}\"/>", ROW - 4.0).ok();
        writeln!(body, "<text class=\"time\" x=\"{x:.1}\" y=\"12\">{label}</text>").ok();
    }
    Some(Part { size: (COLUMNS.0 + COLUMNS.1 + COLUMNS.2, top), body: body + &rows })
}

fn bar(
    body: &mut String,
    (name, state, span): (&str, State, Span),
    axis: &Axis,
    now: Option<Timestamp>,
    top: f64,
    is_step: bool,
) {
    let (left, height) = if is_step { (16.0, BARS.1) } else { (0.0, BARS.0) };
    let took = span.took(now.filter(|_| state == State::Running)).map(duration);
    let took = took.unwrap_or_else(|| state.word().to_owned());
    let line = top + ROW / 2.0 + 4.0;
    let y = top + (ROW - height) / 2.0;
    let class = state.word();
    write!(
        body,
        "<g class=\"row {class}\"><title>{}: {class}, {took}</title>\
         <text x=\"{left}\" y=\"{line:.1}\">{} {}</text>",
        Escaped(name),
        state.glyph(),
        Escaped(&cut(name, LONGEST - if is_step { 2 } else { 0 }))
    )
    .ok();
    let bar = axis.bar(span, state, now);
    let x = |at: f64| COLUMNS.0 + at * COLUMNS.1;
    if bar.began > bar.ready {
        let (x, width) = (x(bar.ready), (bar.began - bar.ready) * COLUMNS.1);
        write!(
            body,
            "<rect class=\"wait\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height}\"/>"
        )
        .ok();
    }
    if bar.ran {
        // What ran can be seen, however short it was.
        let width = ((bar.ended - bar.began) * COLUMNS.1).max(2.0);
        let x = x(bar.began);
        write!(body, "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height}\" rx=\"2\"/>")
            .ok();
    }
    let end = COLUMNS.0 + COLUMNS.1 + 10.0;
    writeln!(body, "<text class=\"took\" x=\"{end}\" y=\"{line:.1}\">{took}</text></g>").ok();
}
