//! Folders where no disk is measured.

use anyhow::Result;
use tempfile::TempDir;

/// An empty folder in memory, where there is such a place: as a Pod's secrets and tools are.
///
/// # Errors
/// When there is no place for a folder at all.
pub fn in_memory() -> Result<TempDir> {
    Ok(tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir())?)
}
