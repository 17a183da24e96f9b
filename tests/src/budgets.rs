//! What each binary may weigh.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};

use crate::workspace;

/// The budgets of `budgets.toml`: bytes, by what they are for.
///
/// # Errors
/// When the file cannot be read, or maps anything else.
pub fn budgets() -> Result<BTreeMap<String, u64>> {
    let text = fs::read_to_string(workspace().join("budgets.toml")).context("cannot read budgets.toml")?;
    toml::from_str(&text).context("budgets.toml must map names to bytes")
}
