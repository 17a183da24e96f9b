//! Events from the folder that the awaited file will appear in.

use std::fs;
use std::mem;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use notify::event::{AccessKind, EventKind};
use notify::{Event, INotifyWatcher, RecursiveMode, Watcher};

use super::bell::Bell;
use crate::suffix;

/// A watch on a folder, to be polled beside signals.
pub struct Watch {
    file: PathBuf,
    /// Rings when something happens that concerns the awaited file.
    watcher: Option<(INotifyWatcher, Bell)>,
    watched: Option<Folder>,
}

/// Whether events will come.
pub enum Armed {
    /// Since now: what happened before has to be looked for, a nearer folder too.
    Anew,
    /// Since an earlier call.
    Already,
    /// Not at all.
    Not,
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
        Self { file: file.into(), watcher: None, watched: None }
    }

    /// Watches the folder of the file, or the nearest folder above it that exists. To be called again and
    /// again, since folders come and go.
    pub fn arm(&mut self) -> Armed {
        if self.watcher.is_none() {
            self.watcher = watcher(&self.file);
        }
        let (Some((watcher, _)), Some(nearest)) = (&mut self.watcher, nearest_folder(&self.file)) else {
            return Armed::Not;
        };
        if self.watched.as_ref() == Some(&nearest) {
            return Armed::Already;
        }
        if let Some(old) = self.watched.take() {
            // It fails when the folder is gone, and its watch with it.
            let _ = watcher.unwatch(&old.path);
        }
        if watcher.watch(&nearest.path, RecursiveMode::NonRecursive).is_err() {
            return Armed::Not;
        }
        self.watched = Some(nearest);
        Armed::Anew
    }

    /// Readable when there is something to look at; `None` as long as nothing is watched.
    pub fn events(&self) -> Option<BorrowedFd<'_>> {
        self.watched.as_ref().and(self.watcher.as_ref()).map(|(_, bell)| bell.as_fd())
    }

    /// Takes the events, whatever they are: who looks next sees what they tell of.
    pub fn hush(&self) {
        if let Some((_, bell)) = &self.watcher {
            bell.hush();
        }
    }
}

impl Drop for Watch {
    /// Ends the watch, so that the step does not pay for events that nobody waits for, but leaves the inotify
    /// instance open until the process ends: the kernel holds up whoever closes one, and that would be the step.
    fn drop(&mut self) {
        if let (Some((mut watcher, _)), Some(folder)) = (self.watcher.take(), self.watched.take()) {
            let _ = watcher.unwatch(&folder.path);
            mem::forget(watcher);
        }
    }
}

/// A watcher, and its thread, that watches nothing yet; none where the kernel has no inotify instance left.
fn watcher(file: &Path) -> Option<(INotifyWatcher, Bell)> {
    let (awaited, bell) = (Awaited::new(file), Bell::new().ok()?);
    let rung = bell.clone();
    let on_event = move |event: notify::Result<Event>| {
        if event.as_ref().map_or(true, |event| awaited.concerned_by(event)) {
            rung.ring();
        }
    };
    INotifyWatcher::new(on_event, notify::Config::default()).ok().map(|watcher| (watcher, bell))
}

/// The deepest folder above `file` that exists.
fn nearest_folder(file: &Path) -> Option<Folder> {
    file.ancestors().skip(1).find_map(|path| {
        let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_dir)?;
        Some(Folder { path: path.into(), device: metadata.dev(), inode: metadata.ino() })
    })
}

/// The link in a volume of the kubelet's that it swaps when what the volume's files hold has changed: the files
/// themselves, which are links through it, see no event.
const SWAPPED: &str = "..data";

/// The paths whose events matter.
struct Awaited {
    file: PathBuf,
    beside: [PathBuf; 3],
}

impl Awaited {
    fn new(file: &Path) -> Self {
        let beside = [suffix::err(file), suffix::lock(file), file.with_file_name(SWAPPED)];
        Self { file: file.into(), beside }
    }

    /// Opening changes nothing, and waiters that woke each other by looking would never rest.
    fn concerned_by(&self, event: &Event) -> bool {
        let opened = matches!(event.kind, EventKind::Access(AccessKind::Open(_)));
        let ours = |path: &PathBuf| self.file.starts_with(path) || self.beside.contains(path);
        event.need_rescan() || (!opened && event.paths.iter().any(ours))
    }
}
