//! Files that libgit2 writes before it knows the `.gitattributes` that says how.
//!
//! git goes by the attributes of the commit that it checks out; libgit2 by those on disk, and writes files in the order
//! of their names, `.editorconfig` before `.gitattributes`. It knows no better of `.gitattributes` themselves, and holds
//! on to what was in one that it has written anew.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use git2::{Error, Repository};

use crate::again;
use crate::index_entry::is_submodule;

/// Writes those of the files `written`, in the order in which they were, once more that were too early. They are few
/// where the checkout was the `first`, which found no attributes from before.
///
/// # Errors
/// When a file cannot be read or written.
pub fn write_again(repository: &Repository, written: &[PathBuf], first: bool) -> Result<(), Error> {
    let mut early = BTreeSet::new();
    for (at, attributes) in written.iter().enumerate() {
        if attributes.file_name() == Some(OsStr::new(".gitattributes")) {
            let folder = attributes.parent().unwrap_or(Path::new(""));
            if first {
                // Those in one folder are written one after the other.
                let before = written[..at].iter().rev().take_while(|path| path.starts_with(folder));
                early.extend(before.chain([attributes]));
            } else {
                early.extend(written.iter().filter(|path| path.starts_with(folder)));
            }
        }
    }
    // What was removed is among the written, and submodules are no files.
    let index = repository.index()?;
    let is_file = |path: &Path| index.get_path(path, 0).is_some_and(|entry| !is_submodule(&entry));
    let early: Vec<PathBuf> = early.into_iter().filter(|path| is_file(path)).cloned().collect();
    again::write(repository, &early)
}
