//! Whether to colour, and which colour a step has.

use anstream::{AutoStream, ColorChoice, stream::RawStream};
use anstyle::{AnsiColor, Style};

/// The colours of steps, in turn: those that can be read on black and on white.
const COLOURS: [AnsiColor; 5] =
    [AnsiColor::Cyan, AnsiColor::Green, AnsiColor::Magenta, AnsiColor::Yellow, AnsiColor::Blue];

/// Whether to colour what goes to `stream`: as asked, or as `NO_COLOR`, `CLICOLOR`, `CLICOLOR_FORCE`, `TERM`
/// and the kind of stream have it.
pub fn wanted(choice: ColorChoice, stream: &impl RawStream) -> bool {
    match choice {
        ColorChoice::Auto => AutoStream::choice(stream) != ColorChoice::Never,
        ColorChoice::Always | ColorChoice::AlwaysAnsi => true,
        ColorChoice::Never => false,
    }
}

/// The style of the step at `index` of its Pod.
pub fn of_step(index: usize) -> Style {
    COLOURS[index % COLOURS.len()].on_default()
}
