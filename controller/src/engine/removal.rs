//! Removes a folder that containers have written to.

use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

/// How often it is tried: containers of a killed controller take a moment to die.
const ATTEMPTS: u32 = 20;

/// Removes the tree at `path`.
///
/// # Errors
/// When something of it stays.
pub fn remove(path: &Path) -> Result<()> {
    for _ in 1..ATTEMPTS {
        if remove_once(path).is_ok() {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(50));
    }
    remove_once(path)
}

/// Folders that a step has made unwritable are removed as well.
fn remove_once(path: &Path) -> Result<()> {
    if fs::remove_dir_all(path).is_ok() || !path.exists() {
        return Ok(());
    }
    // A user's own read-only folders (a module cache, say) refuse until their owner may write again.
    Command::new("chmod").args(["-R", "u+rwX", "--"]).arg(path).stderr(Stdio::null()).status().ok();
    fs::remove_dir_all(path).with_context(|| format!("cannot remove {}", path.display()))
}
