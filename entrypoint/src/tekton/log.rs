//! The log of the full protocol: the lines of today's Tekton, for who reads them with a program.

use std::fmt::Display;

use super::clock::Moment;
use crate::say::complain;

/// A line of Go's log: the time, then the text.
pub fn say(text: &str) {
    complain(&format!("{} {text}\n", Moment::now().of_log()));
}

/// A line of the level INFO.
pub fn info(text: &str) {
    say(&format!("INFO {text}"));
}

/// A line of the level ERROR, with its cause.
pub fn error(text: &str, cause: &impl Display) {
    say(&format!("ERROR {text}: error={:?}", cause.to_string()));
}
