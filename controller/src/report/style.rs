//! How a page looks: one column on a telephone, light or dark as its reader likes it.

use std::fmt::Write;

use crate::graph::{State, colours, dark, svg_style};

/// What does not depend on states.
const RULES: &str = include_str!("page.css");

/// The rules of a page whose graphs have these widths.
pub(super) fn style(widths: &[f64]) -> String {
    let mut text = svg_style() + RULES;
    inks(&mut text, colours, false);
    text.push_str("@media (prefers-color-scheme:dark){\n");
    inks(&mut text, dark, true);
    text.push_str("}\n");
    for (number, width) in widths.iter().enumerate() {
        // A graph shrinks with its page as long as it can be read; a String takes all, here and below.
        writeln!(text, "#g{number}{{min-width:{:.0}px}}", width * 0.7).ok();
    }
    text
}

/// The colours of text by the state of what it is about. On a dark page, those of borders can be told apart better.
fn inks(text: &mut String, colours: fn(State) -> [&'static str; 3], is_dark: bool) {
    for state in State::ALL {
        let (class, [fill, stroke, ink]) = (state.word(), colours(state));
        let is_loud = !matches!(state, State::Waiting | State::Skipped);
        let on_page = if is_dark && is_loud { stroke } else { ink };
        writeln!(text, ".ink.{class}{{color:{on_page}}}").ok();
        writeln!(text, ".badge.{class}{{color:{ink};background:{fill};border-color:{stroke}}}").ok();
    }
}
