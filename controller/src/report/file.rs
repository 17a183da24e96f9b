//! The file of a report: there as a whole, or not at all.

use std::fs::Permissions;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use anyhow::{Context, Result, bail};
use tempfile::NamedTempFile;

/// Whether a report can be written to `path`: said before a run, and not after an hour of it.
///
/// # Errors
/// When its folder is not there or cannot be written to, or when it is a folder itself.
pub fn check(path: &Path) -> Result<()> {
    if path.is_dir() {
        bail!("cannot write the report {}: it is a folder", path.display());
    }
    new_file(path).map(drop)
}

/// Writes `page` to `path`; what was there before stays until the page is there as a whole.
///
/// # Errors
/// When the file cannot be written.
pub fn write(path: &Path, page: &str) -> Result<()> {
    let cannot = || format!("cannot write the report {}", path.display());
    let mut file = new_file(path)?;
    file.write_all(page.as_bytes()).with_context(cannot)?;
    file.persist(path).with_context(cannot)?;
    Ok(())
}

/// A new file beside `path`, which is gone when it is not kept.
fn new_file(path: &Path) -> Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    tempfile::Builder::new()
        .prefix(".report-")
        .permissions(Permissions::from_mode(0o666)) // less what the umask takes, as for every file that a user asks for
        .tempfile_in(folder)
        .with_context(|| format!("cannot write the report {}: its folder takes no file", path.display()))
}
