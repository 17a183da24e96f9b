//! The graph of a drawing: a box for each task, a curve for each edge.

use std::fmt::Write;

use super::Part;
use crate::graph::drawing::{Drawing, Edge, Node};
use crate::graph::layout::{Layout, Point, Sizes};
use crate::graph::markup::Escaped;
use crate::graph::width::{columns, cut};

/// Width of a character, of its 12 pixels' height: that of the usual monospaced fonts is 0.6 of it.
const CHARACTER: f64 = 7.3;
/// The same of the smaller ones, of 10 pixels' height.
const SMALL: f64 = 6.1;
/// The longest text in a box, in characters; the rest is in its tooltip.
const LONGEST: usize = 24;
/// What a box has beside its text: the sign of its state, and what is left free.
const BESIDE: f64 = 38.0;
/// Heights of a box with one and with two lines.
const HEIGHTS: (f64, f64) = (28.0, 44.0);

/// The elements of the graph of `drawing`, for which [`super::style`] has the rules. A task is a link to the element whose
/// name `link` has for its number, if it has one.
pub(crate) fn dag(drawing: &Drawing, link: impl Fn(usize) -> Option<String>) -> Part {
    let details: Vec<String> = drawing.nodes.iter().map(|node| node.details().join(" · ")).collect();
    let names = drawing.nodes.iter().map(|node| columns(&node.name));
    // Details are smaller, so that there is room for more of them: six for five characters of a name.
    let texts = names.chain(details.iter().map(|details| columns(details) * 5 / 6 + 1));
    #[allow(clippy::cast_precision_loss)] // at most LONGEST
    let text = texts.max().unwrap_or(0).clamp(6, LONGEST) as f64;
    let height = if details.iter().all(String::is_empty) { HEIGHTS.0 } else { HEIGHTS.1 };
    let labels = drawing.edges.iter().filter(|edge| !edge.resources.is_empty());
    #[allow(clippy::cast_precision_loss)] // at most LONGEST
    let widths = labels.map(|edge| columns(&edge.resources.join(", ")).min(LONGEST) as f64 * SMALL);
    let between = widths.max_by(f64::total_cmp).map_or((36.0, 48.0), |label| (56.0, label + 30.0));
    let node = (text * CHARACTER + BESIDE, height);
    let sizes = Sizes { node, gap: 18.0, between };
    let layout = Layout::of(drawing, sizes);
    let mut body = String::new();
    for (edge, way) in drawing.edges.iter().zip(&layout.ways) {
        curve(&mut body, edge, way, layout.down);
    }
    for (number, ((place, task), details)) in
        layout.nodes.iter().zip(&drawing.nodes).zip(&details).enumerate()
    {
        let link = link(number);
        if let Some(link) = &link {
            write!(body, "<a href=\"#{}\">", Escaped(link)).ok(); // a String takes all
        }
        draw(&mut body, task, details, *place, node);
        body.push_str(if link.is_some() { "</a>\n" } else { "\n" });
    }
    // Names of edges stand on all that they cross.
    for (edge, way) in drawing.edges.iter().zip(&layout.ways) {
        label(&mut body, edge, way);
    }
    Part { size: layout.size, body }
}

/// A smooth way through all points of `way`, with a head at its end.
fn curve(body: &mut String, edge: &Edge, way: &[Point], down: bool) {
    let Some((first, rest)) = way.split_first() else { return };
    let mut path = format!("M{:.1} {:.1}", first.0, first.1);
    let mut from = *first;
    for &to in rest {
        // Towards the middle in the direction of all edges, from both ends.
        let (one, two) = if down {
            let middle = f64::midpoint(from.1, to.1);
            ((from.0, middle), (to.0, middle))
        } else {
            let middle = f64::midpoint(from.0, to.0);
            ((middle, from.1), (middle, to.1))
        };
        // A String takes all, here and below.
        write!(path, "C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}", one.0, one.1, two.0, two.1, to.0, to.1).ok();
        from = to;
    }
    let head = if down { "l-4 -7h8z" } else { "l-7 -4v8z" };
    let class = if edge.resources.is_empty() { "edge after" } else { "edge" };
    let (x, y) = from;
    writeln!(body, "<path class=\"{class}\" d=\"{path}\"/><path class=\"head\" d=\"M{x:.1} {y:.1}{head}\"/>")
        .ok();
}

/// The names of the resources in the middle of the edge's last bend, which is its own.
fn label(body: &mut String, edge: &Edge, way: &[Point]) {
    let [.., from, to] = way else { return };
    if edge.resources.is_empty() {
        return;
    }
    let text = edge.resources.join(", ");
    let (x, y) = (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1) + 4.0);
    let (all, shown) = (Escaped(&text).to_string(), cut(&text, LONGEST));
    let shown = Escaped(&shown);
    writeln!(body, "<text class=\"label\" x=\"{x:.1}\" y=\"{y:.1}\"><title>{all}</title>{shown}</text>").ok();
}

fn draw(body: &mut String, node: &Node, details: &str, (x, y): Point, (width, height): (f64, f64)) {
    let class = node.state.map(|state| format!(" {}", state.word())).unwrap_or_default();
    let state = node.state.map(|state| format!(": {}", state.word())).unwrap_or_default();
    let more = if details.is_empty() { String::new() } else { format!(" ({details})") };
    let title = format!("{}{state}{more}", node.name);
    write!(
        body,
        "<g class=\"node{class}\" transform=\"translate({x:.1} {y:.1})\"><title>{}</title>\
         <rect width=\"{width:.1}\" height=\"{height:.1}\" rx=\"6\"/>",
        Escaped(&title)
    )
    .ok();
    let middle = height / 2.0 + 4.0;
    let line = if details.is_empty() { middle } else { 19.0 };
    let left = if let Some(state) = node.state {
        write!(body, "<text class=\"sign\" x=\"16\" y=\"{middle:.1}\">{}</text>", state.glyph()).ok();
        28.0
    } else {
        16.0
    };
    write!(body, "<text x=\"{left}\" y=\"{line:.1}\">{}</text>", Escaped(&cut(&node.name, LONGEST))).ok();
    if !details.is_empty() {
        // Smaller, so that there is room for more of it.
        let details = cut(details, LONGEST * 6 / 5);
        write!(body, "<text class=\"details\" x=\"{left}\" y=\"35\">{}</text>", Escaped(&details)).ok();
    }
    body.push_str("</g>");
}
