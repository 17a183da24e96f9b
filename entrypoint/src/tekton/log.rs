//! The log of the full protocol: the lines of today's Tekton, for who reads them with a program.

use std::fmt::Display;

use crate::clock::Moment;
use crate::say::{Level, PROGRAM, Words};

/// A line of Go's log: the time, then the text.
pub fn say(text: &str) {
    put(Level::Info, text);
}

/// The same of something that is left out.
pub fn warn(text: &str) {
    put(Level::Warning, text);
}

/// The same of something that fails.
pub fn complain(text: &str) {
    put(Level::Error, text);
}

/// A line of the level INFO.
pub fn info(text: &str) {
    Words { program: PROGRAM, level: Level::Info, text, cause: None }.say(|| line(&format!("INFO {text}")));
}

/// A line of the level WARN.
pub fn lost(text: &str) {
    Words { program: PROGRAM, level: Level::Warning, text, cause: None }
        .say(|| line(&format!("WARN {text}")));
}

/// A line of the level ERROR, with its cause.
pub fn error(text: &str, cause: &impl Display) {
    let cause = cause.to_string();
    Words { program: PROGRAM, level: Level::Error, text, cause: Some(&cause) }
        .say(|| line(&format!("ERROR {text}: error={cause:?}")));
}

fn put(level: Level, text: &str) {
    Words { program: PROGRAM, level, text, cause: None }.say(|| line(text));
}

fn line(text: &str) -> String {
    format!("{} {text}\n", Moment::now().of_log())
}
