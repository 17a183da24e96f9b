//! Packs that a run before did not finish: one that is killed leaves what has come, and another one may find no room.

use std::fs::{self, File};

use git2::Repository;

/// How the files of libgit2 and of [`link`](crate::link) are called that are no packs yet.
const UNFINISHED: [&str; 2] = ["pack_git2_", UNLINKED];

/// What the name of a file begins with that is copied from another clone.
pub const UNLINKED: &str = "tmp_link_";

/// Removes them, where no other git-init is at work in the clone, and lets others know that this one is.
pub fn remove(repository: &Repository) {
    // What cannot be read or locked is left alone.
    let folder = repository.commondir().join("objects/pack");
    let Ok(held) = File::open(&folder) else { return };
    let Ok(entries) = fs::read_dir(&folder) else { return };
    if held.try_lock().is_err() {
        return;
    }
    for entry in entries.flatten() {
        let name = entry.file_name();
        if UNFINISHED.iter().any(|beginning| name.as_encoded_bytes().starts_with(beginning.as_bytes())) {
            // Whatever is in the way of it, a fetch does without.
            let _ = fs::remove_file(entry.path());
        }
    }
    // Locked until the process ends.
    std::mem::forget(held);
}
