//! The termination message: what the controller reads of a container that has ended.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::failure::{Failure, Stage};

/// Adds the results `commit` and `url` to the message at `path`, and keeps those that are there: the steps of a
/// Pod may share the file.
///
/// # Errors
/// When the file cannot be written.
pub fn report(path: &Path, commit: &str, url: &str) -> Result<(), Failure> {
    // What is there may be no list of results; then it is no message of Tekton's, and goes.
    let mut results: Vec<Value> =
        fs::read(path).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default();
    for (key, value) in [("commit", commit), ("url", url)] {
        results.retain(|result| result["key"] != key);
        results.push(json!({ "key": key, "value": value }));
    }
    // Written in place: in a container the file is a mount, which cannot be replaced.
    fs::write(path, Value::from(results).to_string()).map_err(|error| {
        let cause = format!("cannot write the termination message {}: {error}", path.display());
        Failure::local(Stage::CheckOut, cause, "is -terminationMessagePath the Pod's terminationMessagePath?")
    })
}
