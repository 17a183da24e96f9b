//! How big the binary is that every Pod pulls and copies.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use crate::reading::Reading;
use crate::subject::Subject;

/// The project's budget for the stripped binary, in bytes.
const BUDGET: f64 = 800_000.0;

/// The size of a stripped copy; as it is where there is no strip.
pub fn measure(subject: &Subject) -> Result<Vec<Reading>> {
    let folder = tempfile::tempdir()?;
    let stripped = folder.path().join("stripped");
    let strip = Command::new("strip").arg("-o").arg(&stripped).arg(&subject.path).output();
    let path = if strip.is_ok_and(|strip| strip.status.success()) { &stripped } else { &subject.path };
    let bytes = fs::metadata(path).with_context(|| format!("{}", path.display()))?.len();
    #[allow(clippy::cast_precision_loss)] // sizes of binaries
    Ok(vec![Reading::new("size, stripped", bytes as f64, "bytes").at_most(BUDGET)])
}
