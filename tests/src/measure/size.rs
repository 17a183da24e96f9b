//! How big a binary is that a Pod pulls.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

/// The bytes of a stripped copy of `program`; of itself where there is no strip.
///
/// # Errors
/// When it cannot be read.
pub fn stripped_size(program: &Path) -> Result<u64> {
    let folder = tempfile::tempdir()?;
    let stripped = folder.path().join("stripped");
    let strip = Command::new("strip").arg("-o").arg(&stripped).arg(program).output();
    let path = if strip.is_ok_and(|strip| strip.status.success()) { &stripped } else { program };
    Ok(fs::metadata(path).with_context(|| format!("{}", path.display()))?.len())
}
