//! The sign of life: a lock that the kernel lets go when this process ends, however it ends.

use std::ffi::OsString;
use std::fs::File;
use std::io::Write;
use std::mem;
use std::os::unix::fs::FileExt;
use std::path::Path;

use nix::fcntl::{Flock, FlockArg};

use crate::suffix;
use staged::Staged;

/// Readable by every user: the next step may run as another one.
const MODE: u32 = 0o644;

/// The lock on `FILE.lock` of this step's own post file, held as long as this lives.
pub struct OwnLock {
    held: Flock<File>,
}

impl OwnLock {
    /// Takes the lock and only then makes it visible, so that nobody ever sees it free while this process
    /// lives and has not posted. The file holds the step's command, for the message of who finds it dead.
    ///
    /// `None` where that cannot be had: on a file system without flock, or where the folder cannot be
    /// written (which posting will complain of). Whoever waits then has the post file alone.
    pub fn hold(post_file: &Path, command: Option<&OsString>) -> Option<Self> {
        let place = suffix::lock(post_file);
        let mut staged = Staged::create(&place, MODE).ok()?;
        let command = command.map(|command| command.to_string_lossy()).unwrap_or_default();
        // Not even a full disk is a reason to go without the lock: the text is a courtesy.
        let _ = staged.file().write_all(command.as_bytes());
        // The lock belongs to the open file, which every duplicate of the descriptor shares.
        let held = Flock::lock(staged.file().try_clone().ok()?, FlockArg::LockExclusiveNonblock).ok()?;
        staged.publish().ok()?;
        Some(Self { held })
    }

    /// Writes `text` in the place of the command. That it cannot be written changes nothing.
    pub fn note(&self, text: &str) {
        let _ = self.held.set_len(0).and_then(|()| self.held.write_all_at(text.as_bytes(), 0));
    }

    /// Lets the lock go. Where the file system refuses that, the end of this process does it.
    pub fn let_go(self) {
        if let Err((still_held, _)) = self.held.unlock() {
            // Dropped, it would try again and panic.
            mem::forget(still_held);
        }
    }
}
