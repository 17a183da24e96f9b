//! The folder inside of `.git` for what is not whole yet.

use std::collections::hash_map::RandomState;
use std::fs::{self, File};
use std::hash::BuildHasher;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What its name begins with.
const BEGINNING: &str = "git-init-receiving-";

/// The folders of this process.
static USED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn used() -> MutexGuard<'static, Vec<PathBuf>> {
    USED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A folder that goes, with all that is in it, when this is dropped.
#[derive(Debug)]
pub struct Temporary {
    path: PathBuf,
    /// Locked for as long as the process lives.
    _lock: File,
}

impl Temporary {
    /// Makes one in the repository's own folder.
    pub fn new(git: &Path) -> io::Result<Self> {
        loop {
            // The seed that the standard library draws for its maps.
            let path = git.join(format!("{BEGINNING}{:016x}", RandomState::new().hash_one(0)));
            match fs::create_dir(&path) {
                Ok(()) => {
                    used().push(path.clone());
                    let lock = File::open(&path)?;
                    // Without locks nobody else takes it for one that is left.
                    let _ = lock.try_lock();
                    return Ok(Self { path, _lock: lock });
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// What is at `name` in it.
    pub fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // Once the files are moved there is nothing left but the folder that they were in.
        let _ = fs::remove_dir(self.path.join("files"));
        let _ = fs::remove_dir(&self.path).or_else(|_| fs::remove_dir_all(&self.path));
        used().retain(|path| *path != self.path);
    }
}

/// Removes the folders of this process, which is about to end.
pub fn remove_used() {
    for path in used().iter() {
        // Where somebody still writes, once more: nobody waits for what hangs.
        let _ = fs::remove_dir_all(path).or_else(|_| fs::remove_dir_all(path));
    }
}

/// Removes the folders of processes that were killed.
pub fn remove_left(git: &Path) {
    for entry in fs::read_dir(git).into_iter().flatten().flatten() {
        if !entry.file_name().to_string_lossy().starts_with(BEGINNING) {
            continue;
        }
        if File::open(entry.path()).is_ok_and(|folder| folder.try_lock().is_ok()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_goes_and_what_is_in_use_stays() {
        let git = Temporary::new(&std::env::temp_dir()).unwrap();
        let used = Temporary::new(&git.path).unwrap();
        let left = git.join(BEGINNING);
        fs::create_dir_all(left.join("files/a")).unwrap();
        fs::create_dir(git.join("objects")).unwrap();
        remove_left(&git.path);
        assert!(!left.exists() && used.path.exists() && git.join("objects").exists());
        let path = used.path.clone();
        drop(used);
        assert!(!path.exists());
    }
}
