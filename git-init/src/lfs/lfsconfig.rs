//! What git LFS is configured to do: by the user, else by the repository itself in its `.lfsconfig`.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use git2::{Config, Repository};

use crate::index_entry::is_file;
use crate::log;

const NAME: &str = ".lfsconfig";

/// Both configurations. Whoever wrote `.lfsconfig` may say which server to ask and which files to fetch, and not what
/// to do on this machine: each name is asked for where it is wanted.
pub struct Settings {
    user: Option<Config>,
    repository: Option<Config>,
}

impl Settings {
    /// Those of `repository`, as it is checked out.
    pub fn read(repository: &Repository) -> Self {
        Self { user: repository.config().ok(), repository: lfsconfig(repository) }
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

/// `.lfsconfig`: as it is on disk, else, where a sparse checkout leaves it out, as it is in the index.
fn lfsconfig(repository: &Repository) -> Option<Config> {
    let file = repository.workdir()?.join(NAME);
    match fs::symlink_metadata(&file) {
        Ok(found) if found.is_file() => read(&file),
        Err(error) if error.kind() == ErrorKind::NotFound => in_index(repository),
        _ => None,
    }
}

fn in_index(repository: &Repository) -> Option<Config> {
    let entry = repository.index().ok()?.get_path(Path::new(NAME), 0)?;
    if !is_file(&entry) {
        return None;
    }
    let blob = repository.find_blob(entry.id).ok()?;
    // libgit2 reads files only.
    let folder = repository.commondir().join("lfs/tmp");
    let file = folder.join("lfsconfig");
    fs::create_dir_all(folder).and_then(|()| fs::write(&file, blob.content())).ok()?;
    let read = read(&file);
    // It is written anew where it is left.
    let _ = fs::remove_file(file);
    read
}

/// Reads a file of a repository's, which must not name others to read.
fn read(file: &Path) -> Option<Config> {
    if fs::read(file).is_ok_and(|text| text.to_ascii_lowercase().windows(8).any(|part| part == b"[include")) {
        log::warn(".lfsconfig is passed over: it includes another file");
        return None;
    }
    Config::open(file).ok()
}
