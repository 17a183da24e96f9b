//! Words for the log. A log that cannot be written never stops a step: these do not fail and do not panic.

use std::env;
use std::fmt;
use std::io::{self, Write};
use std::path::Path;
use std::sync::OnceLock;

use anyhow::{Result, bail};
use serde_json::json;

use crate::clock::Moment;

/// The variable that asks for lines as JSON.
const FORMAT: &str = "BATON_LOG";
const JSON: &str = "json";
/// What lines are said by, unless it has another name.
pub const PROGRAM: &str = "entrypoint";

/// The post file of the step that this process runs, if it runs one.
static STEP: OnceLock<String> = OnceLock::new();

/// How bad what is said is. People read that in the words, programs in JSON.
#[derive(Debug, Clone, Copy)]
pub enum Level {
    /// As it should be.
    Info,
    /// Something is left out, and the step goes on.
    Warning,
    /// Something fails.
    Error,
}

/// Something to be said.
pub struct Words<'a> {
    /// Which program says it.
    pub program: &'a str,
    /// How bad it is.
    pub level: Level,
    /// What it is.
    pub text: &'a str,
    /// Why it is so, where that is a text of its own.
    pub cause: Option<&'a str>,
}

impl Words<'_> {
    /// Says them on stderr, as `plain` words them or as an object of JSON, in one write so that other containers' or the
    /// step's own lines do not cut into it.
    pub fn say(&self, plain: impl FnOnce() -> String) {
        let line = if is_json() { self.json() + "\n" } else { plain() };
        let _ = io::stderr().write_all(line.as_bytes());
    }

    fn json(&self) -> String {
        let level = match self.level {
            Level::Info => "info",
            Level::Warning => "warning",
            Level::Error => "error",
        };
        let mut object = json!({
            "ts": Moment::now().rfc3339(),
            "level": level,
            "program": self.program,
            "msg": self.text.trim_end(),
        });
        for (name, value) in [("error", self.cause), ("post_file", STEP.get().map(String::as_str))] {
            if let Some(value) = value {
                object[name] = value.into();
            }
        }
        object.to_string()
    }
}

/// One line on stderr, with the program's name before it.
pub fn say(level: Level, line: fmt::Arguments<'_>) {
    say_as(PROGRAM, level, line);
}

/// The same of a program with another name.
pub fn say_as(program: &str, level: Level, line: fmt::Arguments<'_>) {
    let text = line.to_string();
    Words { program, level, text: &text, cause: None }.say(|| format!("{program}: {text}\n"));
}

/// A whole text on stderr, why something fails.
pub fn complain(text: &impl fmt::Display) {
    let text = text.to_string();
    Words { program: PROGRAM, level: Level::Error, text: &text, cause: None }.say(|| text.clone());
}

/// A whole text on stdout.
pub fn answer(text: &impl fmt::Display) {
    let mut stdout = io::stdout();
    let _ = stdout.write_all(text.to_string().as_bytes()).and_then(|()| stdout.flush());
}

/// From now on it is the step with this post file that things are said of.
pub fn concerning(post_file: &Path) {
    let _ = STEP.set(post_file.to_string_lossy().into_owned());
}

/// Whether lines are to be JSON.
pub fn is_json() -> bool {
    env::var_os(FORMAT).is_some_and(|format| format == JSON)
}

/// Whether what the environment asks for can be had.
///
/// # Errors
/// It asks for something else than JSON.
pub fn check_format() -> Result<()> {
    match env::var_os(FORMAT) {
        Some(other) if !other.is_empty() && other != JSON => {
            bail!("{FORMAT}={} is not known; set it to {JSON}, or not at all", other.display())
        }
        _ => Ok(()),
    }
}
