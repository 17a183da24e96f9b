//! Files of git's own, written whole or not at all, under the lock that git looks for.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, rename};
use std::io::{self, ErrorKind};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

/// How often another program that holds a lock is waited for, and how long: git holds it for a moment.
const LOOKS: u32 = 20;
const LOOK: Duration = Duration::from_millis(50);

/// Has the file at `path` appear, or another one in its place, with what `write` writes under its lock.
///
/// # Errors
/// When somebody has the lock, or when something cannot be written.
pub fn write(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let lock = of(path);
    let file = opened(lock.as_ref(), OpenOptions::new().write(true).create_new(true))?;
    publish(file, &lock, path, write)
}

/// The same once whoever has the lock is done. `write` says who may read the file: until then it is the user's alone.
///
/// # Errors
/// When somebody keeps the lock, or when something cannot be written.
pub fn write_when_free(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let lock = of(path);
    let mut left = LOOKS;
    let file = loop {
        match opened(lock.as_ref(), OpenOptions::new().write(true).create_new(true).mode(0o600)) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && left > 0 => {
                left -= 1;
                sleep(LOOK);
            }
            done => break done?,
        }
    };
    publish(file, &lock, path, write)
}

/// The lock of the file at `path`, as git names it.
fn of(path: &Path) -> OsString {
    let mut lock = path.as_os_str().to_owned();
    lock.push(".lock");
    lock
}

fn publish(
    mut file: File,
    lock: &OsString,
    path: &Path,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    write(&mut file).and_then(|()| rename(lock, path)).inspect_err(|_| drop(fs::remove_file(lock)))
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
