//! Folders of the working tree, to which no link leads.

use std::fs;
use std::io::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};

/// Refuses a `folder` of the working tree at `workdir` that is none, or that a link leads to: it could lead
/// anywhere.
///
/// # Errors
/// When there is something else, or nothing.
pub fn check(workdir: &Path, folder: &Path) -> Result<()> {
    folder.ancestors().try_for_each(|folder| plain(&workdir.join(folder)))
}

/// Makes `folder`, and those above it, where they are missing, and refuses what [`check`] does.
///
/// # Errors
/// When there is something else, or a folder cannot be made.
pub fn make(workdir: &Path, folder: &Path) -> Result<()> {
    let around: Vec<PathBuf> = folder.ancestors().map(|folder| workdir.join(folder)).collect();
    for folder in around.into_iter().rev() {
        match fs::create_dir(&folder) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
            _ => plain(&folder)?,
        }
    }
    Ok(())
}

fn plain(folder: &Path) -> Result<()> {
    if fs::symlink_metadata(folder).is_ok_and(|found| found.is_dir()) {
        return Ok(());
    }
    Err(Error::other(format!("{} is no folder of the clone", folder.display())))
}
