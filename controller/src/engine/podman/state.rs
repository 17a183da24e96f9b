//! What podman knows of a container.

use super::command::{output, podman};
use crate::engine::supervise::Left;
use anyhow::{Context, Result};
use jiff::Timestamp;
use serde::Deserialize;

/// The part of `podman inspect` that is asked for, times as podman writes them.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct State {
    status: String,
    exit_code: i32,
    started_at: Timestamp,
    finished_at: Timestamp,
}

/// How `container`, which has ended, did so; `None` if it has not.
///
/// # Errors
/// When podman does not know it.
pub fn ended(container: &str) -> Result<Option<Left>> {
    let json =
        output(&mut podman(["inspect", "--type", "container", "--format", "{{json .State}}", container]))?;
    let state: State =
        serde_json::from_slice(&json).context("podman inspect says what it never said before")?;
    let ended = matches!(state.status.as_str(), "exited" | "stopped" | "removing");
    Ok(ended.then_some(Left {
        code: state.exit_code,
        passed_on: false,
        message: None,
        times: Some((state.started_at, state.finished_at)),
    }))
}

/// Waits for the end of `container`.
///
/// # Errors
/// When podman does not know it.
pub fn wait(container: &str) -> Result<()> {
    output(&mut podman(["wait", container])).map(drop)
}
