//! The folder through which the steps of one Pod hand on: `/builder/tools` in a cluster, a temporary one here.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::Step;

/// A tools folder of its own; removed when dropped.
pub struct Tools(TempDir);

/// What a step has left for the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Posted {
    /// Neither file: it has not ended, or could not say so.
    Nothing,
    /// `P`: the next one may run.
    Done,
    /// `P.err`: the next one must not.
    Failed,
    /// Both, which must never be.
    Both,
}

impl Default for Tools {
    fn default() -> Self {
        Self::new()
    }
}

impl Tools {
    /// An empty folder that every user may pass through, as an emptyDir is.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::set_permissions(folder.path(), Permissions::from_mode(0o777)).expect("mode");
        Self(folder)
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    /// The path of `name` in the folder.
    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.path().join(name)
    }

    /// The `n`th step of a Task as the controller wraps it: it waits for the file `n - 1` (the first for none)
    /// and posts the file `n`.
    pub fn step(&self, n: usize) -> Step {
        let step = Step::new().post_file(self.path(n.to_string()));
        if n == 0 { step } else { step.wait_file(self.path((n - 1).to_string())) }
    }

    /// Posts for a step that is not there: creates the empty file `name`.
    pub fn post(&self, name: impl AsRef<Path>) {
        fs::write(self.path(name), "").expect("an empty file");
    }

    /// What the post file `name` says.
    pub fn posted(&self, name: impl AsRef<Path>) -> Posted {
        let done = self.path(&name);
        let mut failed = done.clone().into_os_string();
        failed.push(".err");
        match (done.exists(), Path::new(&failed).exists()) {
            (false, false) => Posted::Nothing,
            (true, false) => Posted::Done,
            (false, true) => Posted::Failed,
            (true, true) => Posted::Both,
        }
    }

    /// The content of the file `name`, or nothing if it is not there.
    pub fn read(&self, name: impl AsRef<Path>) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// The names of all files in the folder, sorted.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder()).expect("the folder").flatten();
        let mut names: Vec<_> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}
