//! What an entry of the index is.

use git2::{FileMode, IndexEntry};
use nix::libc::{S_IFMT, S_IFREG};

/// A file with content, whoever may write or execute it.
pub fn is_file(entry: &IndexEntry) -> bool {
    entry.mode & S_IFMT == S_IFREG
}

/// A submodule, of which the entry has the commit.
pub fn is_submodule(entry: &IndexEntry) -> bool {
    entry.mode == u32::from(FileMode::Commit)
}
