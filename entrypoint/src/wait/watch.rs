//! Events from the folder that the awaited file will appear in.

use std::fs;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use nix::sys::inotify::{AddWatchFlags, InitFlags, Inotify, WatchDescriptor};

/// A watch on a folder, to be polled by the thread that waits.
///
/// It asks the kernel for the few events that matter: the folder is every step's, and who hears of each file
/// that is opened, written or closed there is woken dozens of times for every step of the Pod.
pub struct Watch {
    file: PathBuf,
    inotify: Option<Inotify>,
    watched: Option<(Folder, WatchDescriptor)>,
}

/// A folder, and which one it was: another may get its name.
#[derive(PartialEq, Eq)]
struct Folder {
    path: PathBuf,
    device: u64,
    inode: u64,
}

impl Watch {
    /// For `file`, an absolute path. Nothing is watched yet.
    pub fn new(file: &Path) -> Self {
        Self { file: file.into(), inotify: None, watched: None }
    }

    /// Watches the folder of the file, or the nearest folder above it that exists, and says whether events
    /// will come. To be called before every look, since folders come and go.
    pub fn arm(&mut self) -> bool {
        if self.inotify.is_none() {
            self.inotify = Inotify::init(InitFlags::IN_CLOEXEC | InitFlags::IN_NONBLOCK).ok();
        }
        let Some(inotify) = &self.inotify else { return false };
        loop {
            let Some(nearest) = nearest_folder(&self.file) else { return false };
            if self.watched.as_ref().is_some_and(|(folder, _)| *folder == nearest) {
                return true;
            }
            if let Some((_, old)) = self.watched.take() {
                // It fails when the folder is gone, and its watch with it.
                let _ = inotify.rm_watch(old);
            }
            // A file comes into a folder in two ways, and a folder goes in two.
            let events = AddWatchFlags::IN_CREATE
                | AddWatchFlags::IN_MOVED_TO
                | AddWatchFlags::IN_DELETE_SELF
                | AddWatchFlags::IN_MOVE_SELF;
            let Ok(watch) = inotify.add_watch(&nearest.path, events) else { return false };
            // Once more: between finding it and watching it a nearer one may have appeared.
            self.watched = Some((nearest, watch));
        }
    }

    /// What to poll, once there is a watch.
    pub fn source(&self) -> Option<BorrowedFd<'_>> {
        self.inotify.as_ref().map(AsFd::as_fd)
    }

    /// Forgets the events so far. Which they were does not matter: a look costs no more than sorting them.
    pub fn hush(&self) {
        if let Some(inotify) = &self.inotify {
            while inotify.read_events().is_ok_and(|events| !events.is_empty()) {}
        }
    }
}

/// The deepest folder above `file` that exists.
fn nearest_folder(file: &Path) -> Option<Folder> {
    file.ancestors().skip(1).find_map(|path| {
        let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_dir)?;
        Some(Folder { path: path.into(), device: metadata.dev(), inode: metadata.ino() })
    })
}
