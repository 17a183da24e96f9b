//! What git LFS is configured to do: by the user, else by the repository itself in its `.lfsconfig`.

use std::fs;
use std::path::Path;

use git2::{Config, Repository};

use crate::log;

/// Both configurations. Whoever wrote `.lfsconfig` may say which server to ask and which files to fetch, and not what
/// to do on this machine: each name is asked for where it is wanted.
pub struct Settings {
    user: Option<Config>,
    repository: Option<Config>,
}

impl Settings {
    /// Those of `repository`, as it is checked out.
    pub fn read(repository: &Repository) -> Self {
        let own = repository.workdir().and_then(|workdir| file(&workdir.join(".lfsconfig")));
        Self { user: repository.config().ok(), repository: own }
    }

    /// What the user says.
    pub fn by_user(&self, name: &str) -> Option<String> {
        self.user.as_ref()?.get_string(name).ok()
    }

    /// What the repository says.
    pub fn by_repository(&self, name: &str) -> Option<String> {
        self.repository.as_ref()?.get_string(name).ok()
    }

    /// What the user says, else the repository.
    pub fn by_either(&self, name: &str) -> Option<String> {
        self.by_user(name).or_else(|| self.by_repository(name))
    }
}

/// A file of a repository's, which must not name others to read.
fn file(file: &Path) -> Option<Config> {
    if !fs::symlink_metadata(file).is_ok_and(|found| found.is_file()) {
        return None;
    }
    if fs::read(file).is_ok_and(|text| text.to_ascii_lowercase().windows(8).any(|part| part == b"[include")) {
        log::warn(".lfsconfig is passed over: it includes another file");
        return None;
    }
    Config::open(file).ok()
}
