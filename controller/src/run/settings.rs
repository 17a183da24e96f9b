//! What is asked for on the command line.

use super::Choice;
use std::path::PathBuf;
use std::time::Duration;

/// What the user asks of `run` beyond the inputs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Which engine.
    pub engine: Choice,
    /// Where engine `process` finds our own programs, if not beside this one.
    pub bin_dir: Option<PathBuf>,
    /// podman's `--network`.
    pub network: Option<String>,
    /// The time between TERM and KILL; the Pod's own when not given.
    pub grace: Option<Duration>,
    /// Whether what the Pods leave behind is kept.
    pub keep: bool,
    /// How many Pods may run at once.
    pub jobs: usize,
    /// One JSON event a line instead of text.
    pub json: bool,
    /// Whether to colour the output.
    pub color: anstream::ColorChoice,
    /// Whether to show what init containers say even when they succeed.
    pub verbose: bool,
    /// Where to write a page about the run, if anywhere.
    pub report: Option<PathBuf>,
}
