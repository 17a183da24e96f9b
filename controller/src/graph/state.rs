//! How far a run, a task or a step is, and how that is shown.

use anstyle::{AnsiColor, Style};

use crate::model::{Condition, Truth};

/// How far something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// It has not begun.
    Waiting,
    /// It runs.
    Running,
    /// It has ended well.
    Succeeded,
    /// It has ended otherwise.
    Failed,
    /// It was ended: cancelled, interrupted, or its time was up.
    Stopped,
    /// What it waits for did not end well, so that it never began.
    Skipped,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Waiting, Self::Running, Self::Succeeded, Self::Failed, Self::Stopped, Self::Skipped];

    /// The state of a run with this condition, which `began` or not.
    pub fn of(condition: &Condition, began: bool) -> Self {
        const ENDED_BY_OTHERS: [&str; 4] =
            ["TaskRunCancelled", "TaskRunTimeout", "PipelineRunCancelled", "PipelineRunTimeout"];
        match condition.status {
            Truth::True => Self::Succeeded,
            Truth::False if ENDED_BY_OTHERS.contains(&condition.reason.as_str()) => Self::Stopped,
            Truth::False => Self::Failed,
            // A Pod that is tried again, or that waits for a node or an image.
            Truth::Unknown if !began || ["", "Pending"].contains(&condition.reason.as_str()) => Self::Waiting,
            Truth::Unknown => Self::Running,
        }
    }

    /// One word; also the name of its class in SVG, HTML, mermaid and dot.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Stopped => "stopped",
            Self::Skipped => "skipped",
        }
    }

    /// One character that says the same without colours.
    pub fn glyph(self) -> char {
        match self {
            Self::Waiting => '○',
            Self::Running => '●',
            Self::Succeeded => '✓',
            Self::Failed => '✗',
            Self::Stopped => '■',
            Self::Skipped => '–',
        }
    }

    /// Its colour on a terminal.
    pub fn style(self) -> Style {
        match self {
            Self::Waiting | Self::Skipped => Style::new().dimmed(),
            Self::Running => AnsiColor::Cyan.on_default(),
            Self::Succeeded => AnsiColor::Green.on_default(),
            Self::Failed => AnsiColor::Red.on_default().bold(),
            Self::Stopped => AnsiColor::Yellow.on_default(),
        }
    }
}
