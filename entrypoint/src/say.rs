//! Words for the log. A log that cannot be written never stops a step: these do not fail and do not panic.

use std::fmt;
use std::io::{self, Write};

/// One line on stderr, with the program's name before it, in one write so that other containers' or the
/// step's own lines do not cut into it.
pub fn say(line: fmt::Arguments<'_>) {
    let _ = io::stderr().write_all(format!("entrypoint: {line}\n").as_bytes());
}

/// A whole text on stderr.
pub fn complain(text: &impl fmt::Display) {
    let _ = io::stderr().write_all(text.to_string().as_bytes());
}

/// A whole text on stdout.
pub fn answer(text: &impl fmt::Display) {
    let mut stdout = io::stdout();
    let _ = stdout.write_all(text.to_string().as_bytes()).and_then(|()| stdout.flush());
}
