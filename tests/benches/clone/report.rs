//! The table, printed as it grows.

use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};
use tests::measure::{Reading, figure, write_json};

use crate::rounds::{Cost, Costs};
use crate::scenario::Scenario;

/// All that was measured.
pub struct Report {
    rows: Vec<Value>,
}

impl Report {
    /// Prints the names of the columns; `size` is the first row of the JSON.
    pub fn new(size: &Reading, with_peer: bool) -> Self {
        let peer = if with_peer { format!("{:>13}{:>9}", "peer", "x git") } else { String::new() };
        println!("{:<40}{:>13}{:>13}{:>9}{peer}   wanted", "", "git", "git-init", "x git");
        let (what, unit, value) = (size.what, size.unit, size.value);
        Self { rows: vec![json!({ "what": what, "unit": unit, "baton": value, "at_most": size.target })] }
    }

    /// Prints and keeps what git, git-init and perhaps a peer cost.
    pub fn add(&mut self, scenario: &Scenario, costs: &Costs) {
        let wanted = scenario.wanted();
        for (what, unit, field, at_most) in [
            ("wall", "ms", (|cost| cost.wall_ms) as fn(&Cost) -> f64, wanted.time),
            ("CPU", "ms", |cost| cost.cpu_ms, wanted.time),
            ("memory", "MiB", |cost| cost.memory, Some(wanted.memory)),
        ] {
            let name = format!("{scenario}: {what}");
            let (git, ours) = (field(&costs.git), field(&costs.ours));
            let column = |value| format!("{:>13}{:>8.2}x", figure(value, unit), value / git);
            let peer = costs.peer.as_ref().map(|cost| cost.as_ref().map(field).map_err(|e| format!("{e:#}")));
            let shown = match &peer {
                Some(Ok(peer)) => column(*peer),
                Some(Err(error)) => format!("   {error}"),
                None => String::new(),
            };
            let verdict = at_most.map_or(String::new(), |most| {
                format!("   at most {most}x: {}", if ours / git <= most { "met" } else { "MISSED" })
            });
            println!("{name:<40}{:>13}{}{shown}{verdict}", figure(git, unit), column(ours));
            self.rows.push(json!({
                "what": name, "unit": unit, "git": git, "baton": ours, "times_git_at_most": at_most,
                "peer": peer.as_ref().and_then(|peer| peer.as_ref().ok()),
                "peer_error": peer.as_ref().and_then(|peer| peer.as_ref().err()),
            }));
        }
    }

    /// Writes all rows to `path`.
    pub fn write_json(&self, path: &Path) -> Result<()> {
        write_json(&self.rows, path)
    }
}
