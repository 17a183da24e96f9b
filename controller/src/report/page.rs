//! The page: what it came to, then graph and timeline of every run.

use std::fmt::Write;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::failures::failures;
use super::logs::{Key, Logs, PodLog};
use super::rows::{Rows, anchor};
use super::style::style;
use super::summary::{state, summary};
use super::{Report, stopped};
use crate::graph::{Drawing, Escaped, Timeline, dag, drawings};

/// The page of a report: one HTML document without scripts that refers to nothing outside of it, and says so to the browser.
///
/// Whatever names and logs hold is text in it. Values of Secrets are stars.
pub fn page(report: &Report<'_>) -> String {
    let mut drawings = drawings(report.world, report.plan);
    for drawing in &mut drawings {
        stopped::mark(drawing, report.logs);
    }
    // Of what nothing has run there is a page of its own: `controller graph`.
    drawings
        .retain(|drawing| drawing.nodes.iter().any(|node| node.state.is_some()) || drawing.state.is_some());
    let mut body = String::new();
    let title = title(&drawings);
    // A String takes all, here and below.
    writeln!(body, "<h1>{}</h1>", Escaped(&title)).ok();
    if let Some(error) = report.error {
        writeln!(body, "<p class=\"error\">{}</p>", Escaped(&report.logs.mask.text(error))).ok();
    }
    let mut widths = Vec::new();
    for (number, drawing) in drawings.iter().enumerate() {
        widths.push(section(&mut body, drawing, number, drawings.len() > 1, report));
    }
    broken_off(&mut body, &drawings, report.logs);

    let style = style(&widths);
    let hash = STANDARD.encode(Sha256::digest(style.as_bytes()));
    let sign = drawings.iter().find_map(state).map(|state| format!("{} ", state.glyph())).unwrap_or_default();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'; \
         base-uri 'none'; form-action 'none'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{sign}{}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}</body>\n</html>\n",
        Escaped(&title)
    )
}

fn title(drawings: &[Drawing]) -> String {
    match drawings {
        [] => "Nothing has run".to_owned(),
        [one] => one
            .nodes
            .first()
            .filter(|_| one.title == "TaskRun")
            .map_or_else(|| one.title.clone(), |node| format!("TaskRun {}", node.name)),
        [first, rest @ ..] => format!("{} and {} more", first.title, rest.len()),
    }
}

/// The section of `drawing`; the width of its graph in pixels.
fn section(
    body: &mut String,
    drawing: &Drawing,
    number: usize,
    has_heading: bool,
    report: &Report<'_>,
) -> f64 {
    let now = report.world.now;
    body.push_str("<section>\n");
    if has_heading {
        writeln!(body, "<h2>{}</h2>", Escaped(&drawing.title)).ok();
    }
    body.push_str(&summary(drawing, now));
    // Of a task that was tried again the last try.
    let mut last = vec![None; drawing.nodes.len()];
    for (row, task) in drawing.timeline.rows.iter().map(|row| row.task).enumerate() {
        last[task] = Some(row);
    }
    body.push_str(&failures(drawing, number, &last, &report.logs.mask));
    let graph = dag(drawing, |task| Some(anchor(number, last[task]?)));
    let (width, height) = graph.size;
    if drawing.nodes.len() > 1 {
        // A border of two pixels: strokes are as much on the outside as on the inside.
        write!(
            body,
            "<h3>Tasks</h3>\n<div class=\"graph\" tabindex=\"0\"><svg id=\"g{number}\" role=\"img\" aria-label=\"{}\" width=\"{:.0}\" \
             height=\"{:.0}\" viewBox=\"-2 -2 {:.0} {:.0}\">\n{}</svg></div>\n",
            Escaped(&format!("Graph of {}", drawing.title)),
            width + 4.0,
            height + 4.0,
            width + 4.0,
            height + 4.0,
            graph.body
        )
        .ok();
    }
    if !drawing.timeline.rows.is_empty() {
        let rows = Rows::of(&drawing.timeline, number, report.logs, now);
        writeln!(body, "<h3>Timeline and logs</h3>\n{}", rows.html(&drawing.timeline)).ok();
    }
    body.push_str("</section>\n");
    width
}

/// What Pods said that could not be run to their end, so that nothing is observed of them.
fn broken_off(body: &mut String, drawings: &[Drawing], logs: &Logs) {
    let is_shown =
        |key: &Key| drawings.iter().any(|drawing| drawing.timeline.rows.iter().any(|row| row.pod == *key));
    let rest: Vec<&PodLog> = logs.pods().iter().filter(|pod| !is_shown(&pod.key)).collect();
    if rest.is_empty() {
        return;
    }
    let nothing = Timeline::default();
    let rows = Rows::of(&nothing, 0, logs, None);
    body.push_str("<section>\n<h2>Broken off</h2>\n");
    for pod in rest {
        body.push_str(&rows.broken_off(pod));
    }
    body.push_str("</section>\n");
}
