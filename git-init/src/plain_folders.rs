//! Whether a folder is one of the working tree.

use std::fs;
use std::io::{Error, Result};
use std::path::Path;

/// Refuses a `folder` of the working tree at `workdir` that is none, or that a link leads to: it could lead
/// anywhere.
///
/// # Errors
/// When there is something else, or nothing.
pub fn check(workdir: &Path, folder: &Path) -> Result<()> {
    for folder in folder.ancestors().map(|folder| workdir.join(folder)) {
        if !fs::symlink_metadata(&folder).is_ok_and(|found| found.is_dir()) {
            return Err(Error::other(format!("{} is no folder of the clone", folder.display())));
        }
    }
    Ok(())
}
