//! Drawings as an SVG image: graph above, timeline below, one after the other.

mod bars;
mod dag;
mod style;

use std::fmt::Write;

use jiff::Timestamp;

pub(crate) use dag::dag;
pub(crate) use style::style;

use super::drawing::Drawing;
use super::markup::Escaped;

/// Around and between the parts, in pixels.
const MARGIN: f64 = 20.0;

/// The line of a heading.
const HEADING: f64 = 30.0;

/// The image of all `drawings`. It has no script and refers to nothing; where it is shown on a dark ground, it is dark.
pub(super) fn svg(drawings: &[Drawing], now: Option<Timestamp>) -> String {
    let mut body = String::new();
    let (mut width, mut at) = (0.0_f64, MARGIN);
    for drawing in drawings {
        let heading = drawing.heading();
        at += HEADING;
        // A String takes all.
        writeln!(
            body,
            "<text class=\"heading\" x=\"{MARGIN}\" y=\"{}\">{}</text>",
            at - 12.0,
            Escaped(&heading)
        )
        .ok();
        for part in [Some(dag(drawing, |_| None)), bars::bars(&drawing.timeline, now)].into_iter().flatten() {
            writeln!(body, "<g transform=\"translate({MARGIN} {at:.1})\">\n{}</g>", part.body).ok();
            width = width.max(part.size.0);
            at += part.size.1 + MARGIN;
        }
        #[allow(clippy::cast_precision_loss)] // no heading has 2^52 characters
        let heading_width = heading.chars().count() as f64 * 8.5;
        width = width.max(heading_width);
    }
    let (width, height) = (width + 2.0 * MARGIN, at.max(2.0 * MARGIN));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\">\n<style>\n{}</style>\n\
         <rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n{body}</svg>\n",
        style()
    )
}

/// A part of an image, whose upper left corner is at 0.
pub(crate) struct Part {
    /// Width and height in pixels.
    pub size: (f64, f64),
    /// Elements of SVG.
    pub body: String,
}
