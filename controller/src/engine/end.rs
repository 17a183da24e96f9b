//! How a container ended.

use jiff::Timestamp;

/// The end of one container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// Its exit code, 128+n for signal n.
    pub code: i32,
    /// What that means.
    pub outcome: Outcome,
    /// When its process started; a step then waits for its turn.
    pub started: Timestamp,
    /// When it ended.
    pub finished: Timestamp,
    /// What it left in its termination message file.
    pub message: Option<String>,
}

/// The meaning of an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Exit code 0.
    Succeeded,
    /// Any other.
    Failed,
    /// Exit code 0 of an entrypoint that found its predecessor failed: the step never ran.
    Skipped,
    /// Ended after the user asked for it.
    Stopped,
}

impl Outcome {
    /// The meaning of exit code `code`; `passed_on` says whether the step's `.err` file is there.
    pub fn of(code: i32, passed_on: bool, stopped: bool) -> Outcome {
        match (code, passed_on, stopped) {
            (0, true, false) => Outcome::Skipped,
            (0, false, _) => Outcome::Succeeded,
            (_, _, true) => Outcome::Stopped,
            (_, _, false) => Outcome::Failed,
        }
    }
}
