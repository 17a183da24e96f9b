//! What `--color` takes.

use anstream::ColorChoice;
use anstream::stream::RawStream;
use clap::ValueEnum;

/// When to colour text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal.
    Auto,
    /// Everywhere.
    Always,
    /// Nowhere.
    Never,
}

impl Color {
    /// The same as the streams know it.
    pub fn choice(self) -> ColorChoice {
        match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        }
    }

    /// Whether to colour what goes to `stream`.
    pub fn is_wanted(self, stream: &impl RawStream) -> bool {
        crate::run::colour::wanted(self.choice(), stream)
    }
}
