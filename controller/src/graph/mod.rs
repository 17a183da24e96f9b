//! Pipelines and their runs as pictures: what waits for what, and when what ran.

mod axis;
mod bars;
mod collect;
mod crossings;
mod dot;
mod drawing;
mod layers;
mod layout;
mod look;
mod markup;
mod mermaid;
mod names;
mod palette;
mod place;
mod state;
mod svg;
mod text;
mod timeline;
mod tree;
mod tries;
mod waiting;
mod width;

#[cfg(test)]
mod tests;

pub(crate) use axis::{Axis, Bar};
pub(crate) use collect::drawings;
pub(crate) use drawing::Drawing;
pub(crate) use markup::Escaped;
pub(crate) use palette::{colours, dark};
pub(crate) use state::State;
pub(crate) use svg::{dag, style as svg_style};
pub(crate) use timeline::{Row, Span, StepRow, Timeline};

use clap::ValueEnum;

use crate::plan::Plan;
use crate::world::World;
use look::Look;

/// How graphs are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a terminal.
    Text,
    /// A flowchart of mermaid, as Markdown pages show it.
    Mermaid,
    /// The language of Graphviz.
    Dot,
    /// An image.
    Svg,
}

/// The graphs of `world`, from which `plan` follows, ending in a line end: one for every run of a Pipeline, one for
/// every Pipeline that none of them runs, and one with the runs of Tasks by themselves. No text where there are none.
///
/// Text has `columns` columns, or 80, and colours if it is to be `coloured`. The order is that of the inputs.
pub fn print(world: &World, plan: &Plan, format: Format, columns: Option<usize>, coloured: bool) -> String {
    let drawings = drawings(world, plan);
    match format {
        Format::Text => {
            // Narrower than this, no table is one.
            let look = Look { width: columns.unwrap_or(width::DEFAULT).max(40), coloured };
            let texts: Vec<String> =
                drawings.iter().map(|drawing| text::text(drawing, look, world.now)).collect();
            texts.join("\n")
        }
        Format::Mermaid => mermaid::mermaid(&drawings),
        Format::Dot => dot::dot(&drawings),
        Format::Svg => svg::svg(&drawings, world.now),
    }
}
