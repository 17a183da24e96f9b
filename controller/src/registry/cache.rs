//! What registries sent, on the disk, by its digest: it never changes, so it never has to be asked for again.

use std::env;
use std::fs::{self, DirBuilder};
use std::io::Write;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;

use tempfile::NamedTempFile;

use super::digest::Digest;

/// A folder with a file for each piece of content; nothing is kept where there is no place for one.
#[derive(Clone)]
pub(super) struct Cache(Option<PathBuf>);

impl Cache {
    /// `$XDG_CACHE_HOME/baton/registry`, or the same below `~/.cache`.
    pub fn of_user() -> Self {
        let absolute = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let caches = absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")));
        Self(caches.map(|caches| caches.join("baton/registry")))
    }

    /// The bytes that `digest` names. A file that somebody changed is as good as none.
    pub fn get(&self, digest: &Digest) -> Option<Vec<u8>> {
        let bytes = fs::read(self.0.as_ref()?.join(digest.hex())).ok()?;
        digest.fits(&bytes).then_some(bytes)
    }

    /// Keeps `bytes` for the next time: whole or not at all, whoever else does the same now. That they cannot be kept is no
    /// error, since nothing but time is lost.
    pub fn put(&self, digest: &Digest, bytes: &[u8]) {
        let Some(folder) = &self.0 else { return };
        let kept = || {
            DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
            let mut file = NamedTempFile::new_in(folder)?;
            file.write_all(bytes)?;
            file.persist(folder.join(digest.hex()))?;
            std::io::Result::Ok(())
        };
        let _ = kept();
    }
}
