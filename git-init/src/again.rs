//! Writing files of a checkout once more, where what their attributes say was not known the first time.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use git2::build::CheckoutBuilder;
use git2::{Error, ErrorClass, ErrorCode, IndexEntryExtendedFlag, Repository};

/// Writes the files at `paths` of the index as attributes and settings have it by now.
///
/// # Errors
/// When a file cannot be written.
pub fn write(repository: &Repository, paths: &[PathBuf]) -> Result<(), Error> {
    let Some(workdir) = repository.workdir().filter(|_| !paths.is_empty()) else { return Ok(()) };
    let mut again = CheckoutBuilder::new();
    again.force().disable_pathspec_match(true);
    let unfindable = paths.iter().find(|path| !is_found(path));
    if let Some(path) = unfindable.filter(|_| leaves_out(repository).unwrap_or(true)) {
        let message = format!("cannot rewrite {}: no sparse checkout can by its name", path.display());
        return Err(Error::new(ErrorCode::GenericError, ErrorClass::Checkout, message));
    }
    for path in paths {
        // One that is there and not changed would not be written.
        match fs::remove_file(workdir.join(path)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                let message = format!("cannot rewrite {}: {error}", path.display());
                return Err(Error::new(ErrorCode::GenericError, ErrorClass::Os, message));
            }
            // Without paths all of the index is held against the disk, and written what is not there.
            _ if unfindable.is_some() => {}
            _ => {
                again.path(path);
            }
        }
    }
    repository.checkout_index(None, Some(&mut again))
}

/// Whether libgit2 finds a file by its path. It reads paths as lines of a `.gitignore` even where it is told that they
/// are no patterns: with escapes, comments, negations, and white space at the end.
fn is_found(path: &Path) -> bool {
    let path = path.as_os_str().as_bytes();
    let special = |byte: &u8| b"\\\n\r\t\x0b\x0c".contains(byte);
    !path.iter().any(special) && !path.starts_with(b"#") && !path.starts_with(b"!") && !path.ends_with(b" ")
}

/// Whether the index has files that are not to be on disk.
fn leaves_out(repository: &Repository) -> Result<bool, Error> {
    let left_out = IndexEntryExtendedFlag::SKIP_WORKTREE.bits();
    Ok(repository.index()?.iter().any(|entry| entry.flags_extended & left_out != 0))
}
