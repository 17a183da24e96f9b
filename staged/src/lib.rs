//! A file that appears whole or not at all: written under another name beside its place, then renamed.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// A file under its temporary name. Dropped without [`Staged::publish`], it is gone.
pub struct Staged<'a> {
    file: File,
    temporary: PathBuf,
    place: &'a Path,
    published: bool,
}

impl<'a> Staged<'a> {
    /// Creates the file beside `place` with exactly the mode `mode` (permission bits), whatever the umask; the
    /// folders above it are made where they are missing.
    ///
    /// # Errors
    /// `place` names no file, or the folder cannot be made or written.
    pub fn create(place: &'a Path, mode: u32) -> io::Result<Self> {
        let name = place.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder)?;
        }
        loop {
            let temporary = place.with_file_name(temporary_name(name));
            match OpenOptions::new().write(true).create_new(true).mode(mode).open(&temporary) {
                Ok(file) => {
                    let staged = Self { file, temporary, place, published: false };
                    staged.file.set_permissions(fs::Permissions::from_mode(mode))?;
                    return Ok(staged);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// The open file.
    pub fn file(&mut self) -> &mut File {
        &mut self.file
    }

    /// Gives the file its name, in place of what had that name before.
    ///
    /// # Errors
    /// The name is taken by a folder, or the folder above can no longer be written.
    pub fn publish(mut self) -> io::Result<()> {
        fs::rename(&self.temporary, self.place)?;
        self.published = true;
        Ok(())
    }
}

impl Drop for Staged<'_> {
    fn drop(&mut self) {
        if !self.published {
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// A hidden name that no other process picks: in a Pod every container has the same pid, so the clock is in it.
fn temporary_name(name: &std::ffi::OsStr) -> OsString {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}-{now}", std::process::id()));
    hidden
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_file_appears_whole_with_its_mode_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("above/file");
        let mut staged = Staged::create(&place, 0o640).unwrap();
        staged.file().write_all(b"whole").unwrap();
        assert!(!place.exists());
        staged.publish().unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"whole");
        assert_eq!(fs::metadata(&place).unwrap().permissions().mode() & 0o7777, 0o640);
        Staged::create(&place, 0o600).unwrap().file().write_all(b"half").unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"whole");
        assert_eq!(fs::read_dir(place.parent().unwrap()).unwrap().count(), 1);
    }
}
