//! `entrypoint step-init`: where steps find each other's results, by name and by number.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::symlink;
use std::path::Path;

use anyhow::{Context, Result};

use super::paths::{RUN, STEPS};

/// Makes two links in `/tekton/steps` for each of `steps`, which come in order and with their prefix. Links that are
/// there stay.
///
/// # Errors
/// The folder cannot be made or written.
pub fn make(steps: &[OsString]) -> Result<()> {
    fs::create_dir_all(STEPS).with_context(|| format!("cannot make folder {STEPS}"))?;
    for (number, name) in steps.iter().enumerate() {
        let number = number.to_string();
        let metadata = Path::new(RUN).join(&number).join("status");
        link(&metadata, name)?;
        link(&metadata, number.as_ref())?;
    }
    Ok(())
}

fn link(metadata: &Path, name: &OsStr) -> Result<()> {
    let place = Path::new(STEPS).join(name);
    match symlink(metadata, &place) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            Err(error).with_context(|| format!("cannot make link {}", place.display()))
        }
        _ => Ok(()),
    }
}
