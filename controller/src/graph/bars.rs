//! The timeline as text: a bar for each Pod and each of its steps, light while it waits and solid while it runs.

use std::fmt::Write;
use std::ops::Range;

use jiff::Timestamp;

use super::axis::{Axis, Bar};
use super::look::Look;
use super::state::State;
use super::timeline::{Span, Timeline};
use super::width::{columns, cut, fit};
use crate::elapsed::duration;

/// The widest that names get, and the columns for how long something took.
const NAME: usize = 26;
const TOOK: usize = 11;

/// The lines of `timeline` below an empty one; none where no times are known.
pub(super) fn text(timeline: &Timeline, look: Look, now: Option<Timestamp>) -> String {
    let Some(window) = timeline.window(now) else { return String::new() };
    let axis = Axis::of(window);
    let rows = timeline.rows.iter().flat_map(|row| {
        // What prepares the Pod matters when it fails, or takes its time just now.
        let steps = row.steps.iter().filter(|step| !step.init || step.state != State::Succeeded);
        let steps = steps.filter(|step| step.span.ready.is_some());
        std::iter::once((row.name.clone(), row.state, row.span))
            .chain(steps.map(|step| (format!("  {}", step.name), step.state, step.span)))
    });
    let rows: Vec<(String, State, Span)> = rows.collect();
    let name_width = rows.iter().map(|(name, ..)| columns(name)).max().unwrap_or(0).min(NAME);
    let width = look.width.saturating_sub(2 + name_width + 2 + TOOK).max(10);

    let mut text = format!("\n{}\n", ruler(&axis, name_width + 4, width));
    for (name, state, span) in rows {
        let (wait, run) = cells(axis.bar(span, state, now), width);
        let bar = format!("{}{}", "░".repeat(wait.len()), "█".repeat(run.len()));
        let took = span.took(now.filter(|_| state == State::Running)).map(duration).unwrap_or_default();
        let took = if state == State::Skipped { "skipped".to_owned() } else { took };
        let line = format!(
            "{} {}  {}{}{}{took:>TOOK$}",
            look.state(&state.glyph().to_string(), Some(state)),
            fit(&name, name_width),
            " ".repeat(wait.start),
            look.state(&bar, Some(state)),
            " ".repeat(width.saturating_sub(run.end)),
        );
        writeln!(text, "{}", line.trim_end()).ok(); // a String takes all
    }
    text
}

/// The columns in which something waits, and those in which it runs behind them: one at least, however short it was.
fn cells(bar: Bar, width: usize) -> (Range<usize>, Range<usize>) {
    let [ready, began, ended] = [bar.ready, bar.began, bar.ended].map(|at| column(at, width));
    if !bar.ran {
        return (ready..ended, ended..ended);
    }
    let began = began.min(width - 1);
    (ready.min(began)..began, began..ended.max(began + 1))
}

/// The column that is so far on the axis.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0..=width
fn column(at: f64, width: usize) -> usize {
    (at * width as f64).round() as usize
}

/// The line above the bars: the marks of the time axis.
fn ruler(axis: &Axis, left: usize, width: usize) -> String {
    let mut line = " ".repeat(left);
    let marks = axis.marks((width / 12).max(1));
    for (at, label) in marks {
        let column = left + column(at, width);
        if columns(&line) <= column && column + columns(&label) <= left + width + TOOK {
            line += &" ".repeat(column - columns(&line));
            line += &label;
        }
    }
    cut(line.trim_end(), left + width + TOOK)
}
