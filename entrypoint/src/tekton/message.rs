//! The termination message: what a step tells the controller when it ends, as JSON in a file of at most 4096 bytes.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _};
use std::path::Path;

use serde_json::Value;
use thiserror::Error;

use super::{compress, json, log};

/// What the kubelet takes of a termination message, in bytes.
pub const LIMIT: usize = 4096;

/// What an entry is about. The numbers are today's Tekton's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A result of the Task.
    TaskRunResult = 1,
    /// Something between runner and controller.
    Internal = 3,
    /// A result of the step.
    StepResult = 4,
    /// The step's artifacts.
    StepArtifacts = 5,
    /// The Task's artifacts.
    TaskRunArtifacts = 6,
}

/// One thing that is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is called.
    pub key: String,
    /// What it is.
    pub value: String,
    /// What it is about.
    pub kind: Kind,
}

impl Entry {
    /// An entry between runner and controller.
    pub fn internal(key: &str, value: String) -> Self {
        Self { key: key.to_owned(), value, kind: Kind::Internal }
    }
}

/// Why there is no message.
#[derive(Debug, Error)]
pub enum MessageError {
    /// It would be longer than [`LIMIT`]; nothing was written.
    #[error("Termination message is above max allowed size {LIMIT}, caused by large task result.")]
    TooLarge,
    /// The file cannot be read or written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Adds `entries` to the message in the file `path`; without entries the file is left alone.
///
/// # Errors
/// See [`MessageError`].
pub fn write(path: &Path, entries: &[Entry], compressed: bool) -> Result<(), MessageError> {
    if entries.is_empty() {
        return Ok(());
    }
    let mut existing = Vec::new();
    match File::open(path) {
        // No message is longer, so what is cut off here is none.
        Ok(file) => file.take(compress::INFLATED as u64).read_to_end(&mut existing)?,
        Err(error) if error.kind() == ErrorKind::NotFound => 0,
        Err(error) => return Err(error.into()),
    };
    let said = read(&existing);
    if said.is_none() {
        log::lost(&format!(
            "Failed to parse existing termination message, previous results will be lost: path={}",
            path.display()
        ));
    }
    let message = behind(said, entries, compressed)?;
    // In place: in a container the file is a mount, which cannot be replaced.
    fs::write(path, message).map_err(|error| {
        // Half of a message is worse than none.
        let _ = File::create(path);
        error.into()
    })
}

/// The message `existing` with `entries` behind what it says. What is no message is dropped.
///
/// # Errors
/// [`MessageError::TooLarge`].
pub fn append(existing: &[u8], entries: &[Entry], compressed: bool) -> Result<String, MessageError> {
    behind(read(existing), entries, compressed)
}

/// The same for what [`read`] has made of the message.
fn behind(said: Option<String>, entries: &[Entry], compressed: bool) -> Result<String, MessageError> {
    let mut message = said.filter(|text| !text.is_empty()).unwrap_or_else(|| "[]".to_owned());
    let empty = message[1..message.len() - 1].trim().is_empty();
    message.pop();
    for (number, entry) in entries.iter().enumerate() {
        if number > 0 || !empty {
            message.push(',');
        }
        let (key, value) = (quoted(&entry.key), quoted(&entry.value));
        // A String takes all that is written to it.
        let _ = write!(message, r#"{{"key":{key},"value":{value},"type":{}}}"#, entry.kind as u8);
    }
    message.push(']');
    if compressed {
        message = compress::shorter(message);
    }
    if message.len() > LIMIT { Err(MessageError::TooLarge) } else { Ok(message) }
}

/// The JSON of an existing message, trimmed: as it is, so that nothing in it is lost. `None` when it is no list of
/// entries, and empty when there is nothing.
pub fn read(existing: &[u8]) -> Option<String> {
    let text = str::from_utf8(existing).ok()?.trim();
    let inflated;
    let text = if text.starts_with(compress::MARK) {
        inflated = compress::inflate(text)?;
        inflated.trim()
    } else {
        text
    };
    if text.is_empty() {
        return Some(String::new());
    }
    let entries = json::read(text.as_bytes()).ok()?;
    let readable = |entry: &Value| entry.is_null() || entry.is_object() && fits(entry);
    entries.as_array()?.iter().all(readable).then(|| text.to_owned())
}

/// Whether the controller can read the entry: one that it cannot read makes it lose the whole message.
fn fits(entry: &Value) -> bool {
    let all = |names: &[&str], fit: &dyn Fn(&Value) -> bool| {
        names.iter().all(|name| entry.get(name).is_none_or(|value| value.is_null() || fit(value)))
    };
    // The kinds were names once.
    all(&["key", "value", "resourceName"], &Value::is_string)
        && all(&["type"], &|kind| kind.is_i64() || kind.is_string())
}

fn quoted(text: &str) -> String {
    json::write(&Value::from(text))
}
