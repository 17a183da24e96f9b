//! Whether a folder is empty, and its settings such that files are written as they are.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use git2::Repository;

use crate::credentials::home;
use crate::place::LOST_AND_FOUND;

/// Settings with which a file on disk is not the one in the repository, or not all are written.
const CHANGING: [&str; 4] = ["core.autocrlf", "core.eol", "core.attributesfile", "core.ignorecase"];

/// Settings that do so where they are off.
const NEEDED: [&str; 2] = ["core.symlinks", "core.filemode"];

/// Whether nothing but the repository is in the folder.
pub fn is_bare(workdir: &Path) -> bool {
    fs::read_dir(workdir).is_ok_and(|mut entries| {
        entries.all(|entry| {
            entry.is_ok_and(|entry| entry.file_name() == ".git" || entry.file_name() == LOST_AND_FOUND)
        })
    })
}

/// Whether every file is written, and as it is in the repository, but for what `.gitattributes` of its own say.
pub fn is_plain(repository: &Repository) -> bool {
    let Ok(config) = repository.config().and_then(|mut config| config.snapshot()) else { return false };
    let is_off = |name: &str| matches!(config.get_string(name).as_deref(), Err(_) | Ok("false"));
    let settings = CHANGING.iter().all(|name| is_off(name))
        && is_off("core.sparsecheckout")
        && NEEDED.iter().all(|name| matches!(config.get_bool(name), Err(_) | Ok(true)));
    settings && !attributes(repository).iter().any(|file| file.exists())
}

/// Where attributes stand that are not part of a commit.
fn attributes(repository: &Repository) -> Vec<PathBuf> {
    let xdg = env::var_os("XDG_CONFIG_HOME").map(PathBuf::from);
    let own = [xdg, home().map(|home| home.join(".config"))].into_iter().flatten();
    let mut files: Vec<_> = own.map(|folder| folder.join("git/attributes")).collect();
    files.push("/etc/gitattributes".into());
    files.push(repository.commondir().join("info/attributes"));
    files
}
