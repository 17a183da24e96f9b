//! Events from the folder that the awaited file will appear in.

use std::fs;
use std::mem;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use notify::event::{AccessKind, EventKind};
use notify::{Event, INotifyWatcher, RecursiveMode, Watcher};

use super::bell::Bell;
use crate::suffix;

/// A watch on a folder. It rings the bell when something happens that concerns the awaited file.
pub struct Watch {
    file: PathBuf,
    bell: Bell,
    watcher: Option<INotifyWatcher>,
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
    pub fn new(file: &Path, bell: &Bell) -> Self {
        Self { file: file.into(), bell: bell.clone(), watcher: None, watched: None }
    }

    /// Watches the folder of the file, or the nearest folder above it that exists. To be called again and
    /// again, since folders come and go.
    pub fn arm(&mut self) -> Armed {
        if self.watcher.is_none() {
            self.watcher = watcher(&self.file, &self.bell);
        }
        let (Some(watcher), Some(nearest)) = (&mut self.watcher, nearest_folder(&self.file)) else {
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
}

impl Drop for Watch {
    /// Ends the watch, so that the step does not pay for events that nobody waits for, but leaves the inotify
    /// instance open until the process ends: the kernel holds up whoever closes one, and that would be the step.
    fn drop(&mut self) {
        if let (Some(mut watcher), Some(folder)) = (self.watcher.take(), self.watched.take()) {
            let _ = watcher.unwatch(&folder.path);
            mem::forget(watcher);
        }
    }
}

/// A watcher, and its thread, that watches nothing yet; none where the kernel has no inotify instance left.
fn watcher(file: &Path, bell: &Bell) -> Option<INotifyWatcher> {
    let (awaited, bell) = (Awaited::new(file), bell.clone());
    let on_event = move |event: notify::Result<Event>| {
        if event.as_ref().map_or(true, |event| awaited.concerned_by(event)) {
            bell.ring();
        }
    };
    INotifyWatcher::new(on_event, notify::Config::default()).ok()
}

/// The deepest folder above `file` that exists.
fn nearest_folder(file: &Path) -> Option<Folder> {
    file.ancestors().skip(1).find_map(|path| {
        let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_dir)?;
        Some(Folder { path: path.into(), device: metadata.dev(), inode: metadata.ino() })
    })
}

/// The paths whose events matter.
struct Awaited {
    file: PathBuf,
    beside: [PathBuf; 2],
}

impl Awaited {
    fn new(file: &Path) -> Self {
        Self { file: file.into(), beside: [suffix::err(file), suffix::lock(file)] }
    }

    /// Opening changes nothing, and waiters that woke each other by looking would never rest.
    fn concerned_by(&self, event: &Event) -> bool {
        let opened = matches!(event.kind, EventKind::Access(AccessKind::Open(_)));
        let ours = |path: &PathBuf| self.file.starts_with(path) || self.beside.contains(path);
        event.need_rescan() || (!opened && event.paths.iter().any(ours))
    }
}
