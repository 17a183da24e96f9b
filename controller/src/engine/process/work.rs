//! A folder on this machine that holds volumes while Pods run: those of one, or one that several share.

use crate::engine::SharedVolume;
use crate::engine::janitor::{Janitor, Task};
use anyhow::{Context, Result, bail};
use nix::sys::statvfs::{FsFlags, statvfs};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// A private folder (mode 700), removed at the end by a process of its own, even if this one is killed.
pub struct Work {
    path: PathBuf,
    janitor: Janitor,
}

impl Work {
    /// Makes the folder below `$TMPDIR`, or `/tmp`.
    ///
    /// # Errors
    /// When it cannot be made there, or programs could not be executed in it.
    pub fn new(name: &str) -> Result<Work> {
        let parent = std::env::temp_dir();
        let parent = parent.canonicalize().with_context(|| format!("no folder {}", parent.display()))?;
        let flags = statvfs(&parent).with_context(|| format!("cannot look at {}", parent.display()))?.flags();
        if flags.contains(FsFlags::ST_NOEXEC) {
            bail!("nothing can be executed in {}: name another folder in TMPDIR", parent.display());
        }
        let folder = tempfile::Builder::new()
            .prefix(&format!("baton-{name}-"))
            .permissions(Permissions::from_mode(0o700))
            .disable_cleanup(true)
            .tempdir_in(&parent)
            .with_context(|| format!("cannot make a working folder in {}", parent.display()))?;
        let path = folder.path().to_owned();
        let janitor = Janitor::hire(&Task::Remove(path.clone()), None)?;
        Ok(Work { path, janitor })
    }

    /// The folder's absolute path, without symlinks.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The empty folder that every container mounts its root over, in its own mount namespace.
    pub fn stage(&self) -> PathBuf {
        self.path.join("stage")
    }

    /// Makes the folder `name` below, writable for every user inside containers, as the kubelet makes emptyDirs.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn folder(&self, name: &str, mode: u32) -> Result<PathBuf> {
        let path = self.path.join(name);
        fs::create_dir_all(&path)
            .and_then(|()| fs::set_permissions(&path, Permissions::from_mode(mode)))
            .with_context(|| format!("cannot make {}", path.display()))?;
        Ok(path)
    }

    /// Makes all of it one volume, which Pods of all users share.
    ///
    /// # Errors
    /// When the volume's folder cannot be made.
    pub fn into_volume(self) -> Result<SharedVolume> {
        let place = self.folder("volume", 0o777)?;
        let place = place.to_str().context("TMPDIR is no text")?.to_owned();
        SharedVolume::new(place, self.janitor)
    }

    /// Ends the work: the folder is removed, or with `keep` it stays.
    ///
    /// # Errors
    /// When something of it could not be removed.
    pub fn end(self, keep: bool) -> Result<()> {
        if keep { self.janitor.dismiss() } else { self.janitor.finish() }
    }
}
