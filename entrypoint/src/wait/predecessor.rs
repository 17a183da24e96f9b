//! Whether who should post the awaited file still lives.

use std::fs::{self, File, Metadata};
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use nix::fcntl::{Flock, FlockArg};

use super::bell::Bell;
use super::{Sought, Turn};
use crate::starter::Starter;
use crate::suffix;

/// The stack of the thread that sleeps on the lock: it looks for a file and may start the step, for which musl has a path
/// (4 KiB) and little more on it.
const STACK: usize = 64 * 1024;
/// How much of the dead one's command is worth showing, in bytes.
const COMMAND: u64 = 256;

/// The holder of `FILE.lock`.
pub struct Predecessor {
    file: PathBuf,
    lock: PathBuf,
    bell: Bell,
    /// To start when the file is there, and whether it has to hold something.
    starter: Option<(Starter, bool)>,
    seen: Option<Seen>,
}

/// A lock file that was there, and what became of its holder.
struct Seen {
    inode: (u64, u64),
    free: Arc<AtomicBool>,
    deaf: Arc<AtomicBool>,
    command: String,
}

impl Predecessor {
    /// For the awaited `file`; the bell rings when its poster ends. Where it has posted by then, `starter` is started
    /// at once; with it stands whether the file has to hold something.
    pub fn new(file: &Path, bell: &Bell, starter: Option<(&Starter, bool)>) -> Self {
        let starter = starter.map(|(starter, content)| (starter.clone(), content));
        Self { file: file.into(), lock: suffix::lock(file), bell: bell.clone(), starter, seen: None }
    }

    /// Who died, if the lock is free. No lock file means not started yet, never dead.
    pub fn dead(&mut self) -> Option<String> {
        let inode = inode(&fs::metadata(&self.lock).ok()?);
        match &self.seen {
            Some(seen) if seen.inode == inode => {
                seen.free.load(Ordering::SeqCst).then(|| self.describe(&seen.command))
            }
            // The first one, or a new one in the place of the old: its holder was started again.
            _ => {
                self.seen = self.listen();
                None
            }
        }
    }

    /// Whether it lives, and its end will ring the bell.
    pub fn heard(&self) -> bool {
        self.seen.as_ref().is_some_and(|seen| !seen.deaf.load(Ordering::SeqCst))
    }

    /// Lets a thread sleep on the lock until the kernel hands it over, which is when the holder is gone. It
    /// gives it back at once. Where locks do not work the thread ends and nothing is ever called dead.
    fn listen(&self) -> Option<Seen> {
        let mut file = File::open(&self.lock).ok()?;
        let inode = inode(&file.metadata().ok()?);
        let mut command = Vec::new();
        let _ = file.by_ref().take(COMMAND).read_to_end(&mut command);
        let free = Arc::new(AtomicBool::new(false));
        let deaf = Arc::new(AtomicBool::new(false));
        let (freed, deafened, bell) = (Arc::clone(&free), Arc::clone(&deaf), self.bell.clone());
        let (awaited, starter) = (self.file.clone(), self.starter.clone());
        let sleep = move || {
            match Flock::lock(file, FlockArg::LockShared).map(drop) {
                Ok(()) => {
                    if let Some((starter, content)) = starter
                        && let Ok(Some(Turn::Run)) = (Sought { content, ..Sought::file(&awaited) }).look()
                    {
                        starter.start_early();
                    }
                    freed.store(true, Ordering::SeqCst);
                }
                Err(_) => deafened.store(true, Ordering::SeqCst),
            }
            bell.ring();
        };
        thread::Builder::new().stack_size(STACK).spawn(sleep).ok()?;
        Some(Seen { inode, free, deaf, command: String::from_utf8_lossy(&command).into_owned() })
    }

    fn describe(&self, command: &str) -> String {
        match command {
            "" => format!("{} was never posted", self.file.display()),
            command => format!("{command} ({} was never posted)", self.file.display()),
        }
    }
}

fn inode(metadata: &Metadata) -> (u64, u64) {
    (metadata.dev(), metadata.ino())
}
