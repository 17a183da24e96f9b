//! JSON in and out. In one way each, since the reader is compiled anew for every type that it reads into.

use anyhow::{Result, anyhow};
use serde_json::Value;

/// Reads `text`.
///
/// # Errors
/// It is no JSON; nothing at all is said in Go's words.
pub fn read(text: &[u8]) -> Result<Value> {
    if text.trim_ascii().is_empty() {
        return Err(anyhow!("unexpected end of JSON input"));
    }
    Ok(serde_json::from_slice(text)?)
}

/// `value` as JSON.
pub fn write(value: &Value) -> String {
    // A value that is a tree of texts and numbers can always be written, and as text.
    serde_json::to_vec(value).ok().and_then(|json| String::from_utf8(json).ok()).unwrap_or_default()
}

/// The strings of which the list `value` consists; nothing when it is no such list.
pub fn strings(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
}
