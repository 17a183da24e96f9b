//! Files of git's own, written whole or not at all, under the lock that git looks for.

use std::fs::{self, File, OpenOptions, rename};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// Has the file at `path` appear, or another one in its place, after `log`, both under its lock.
///
/// # Errors
/// When somebody has the lock, or when something cannot be written.
pub fn write(path: &Path, content: &str, log: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
    let mut lock = path.as_os_str().to_owned();
    lock.push(".lock");
    let mut file = opened(lock.as_ref(), OpenOptions::new().write(true).create_new(true))?;
    let written = file.write_all(content.as_bytes()).and_then(|()| log()).and_then(|()| rename(&lock, path));
    written.inspect_err(|_| drop(fs::remove_file(&lock)))
}

/// Opens a file, in a folder that may have to be made.
///
/// # Errors
/// When it cannot be made or opened.
pub fn opened(path: &Path, how: &OpenOptions) -> io::Result<File> {
    how.open(path).or_else(|error| {
        let missing = path.parent().filter(|_| error.kind() == ErrorKind::NotFound);
        fs::create_dir_all(missing.ok_or(error)?)?;
        how.open(path)
    })
}
