//! What serde says of a value.

use std::fmt;

use serde::de;

use super::file::Position;

/// What a type does not like about a value, and the value's place once it is known.
#[derive(Debug)]
pub(super) struct Error {
    pub message: String,
    pub at: Option<Position>,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { message: message.to_string(), at: None }
    }
}
