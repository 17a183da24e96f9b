//! Readings side by side, printed as they come.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::reading::{Reading, figure};

/// One line for each reading of ours.
pub struct Table {
    with_peer: bool,
    of: Option<&'static str>,
    rows: Vec<Value>,
}

impl Table {
    /// An empty one, with a column for a peer or without.
    pub fn new(with_peer: bool) -> Self {
        Self { with_peer, of: None, rows: Vec::new() }
    }

    /// Prints the names of the columns.
    pub fn print_head(&self) {
        let peer =
            if self.with_peer { format!("{:>14}  {:>9}", "peer", "peer/baton") } else { String::new() };
        println!("{:<40}{:>14}{peer}   wanted", "", "baton");
    }

    /// Prints what the readings that follow are of.
    pub fn print_title(&mut self, of: &'static str) {
        println!("{of}:");
        self.of = Some(of);
    }

    /// Prints our readings and the peer's, or why it has none, and keeps them.
    pub fn add(&mut self, ours: Vec<Reading>, theirs: Option<&Result<Vec<Reading>>>) {
        for (n, our) in ours.into_iter().enumerate() {
            let their = theirs.map(|readings| match readings {
                Ok(readings) => Ok(readings[n].value),
                Err(error) => Err(format!("{error:#}")),
            });
            println!("{}", line(&our, their.as_ref()));
            let (peer, peer_error) = match their {
                Some(Ok(value)) => (Some(value), None),
                Some(Err(error)) => (None, Some(error)),
                None => (None, None),
            };
            let Reading { what, value, unit, target } = our;
            let what = what.trim();
            self.rows.push(json!({
                "of": self.of, "what": what, "unit": unit, "baton": value, "peer": peer, "peer_error": peer_error, "at_most": target
            }));
        }
    }

    /// Writes all rows to `path`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write_json(&self, path: &Path) -> Result<()> {
        write_json(&self.rows, path)
    }
}

/// Writes the rows of a table to `path`.
///
/// # Errors
/// When it cannot be written.
pub fn write_json(rows: &[Value], path: &Path) -> Result<()> {
    let text = serde_json::to_string_pretty(rows)?;
    fs::write(path, text + "\n").with_context(|| format!("cannot write {}", path.display()))
}

fn line(our: &Reading, their: Option<&Result<f64, String>>) -> String {
    let peer = match their {
        None => String::new(),
        Some(Ok(value)) => format!("{:>14}  {:>8.1}x", figure(*value, our.unit), value / our.value),
        Some(Err(error)) => format!("   {error}"),
    };
    let wanted = our.target.map_or(String::new(), |target| {
        let verdict = if our.value <= target { "met" } else { "MISSED" };
        format!("   at most {}: {verdict}", figure(target, our.unit))
    });
    format!("{:<40}{:>14}{peer}{wanted}", our.what, figure(our.value, our.unit))
}
