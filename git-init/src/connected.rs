//! Whether all that the files of a commit need came with it, and its history. What a server sends may be sound and not all:
//! its own repository may be damaged. Once a ref names the commit nobody asks for it again, so that this is looked at
//! before.

use std::collections::HashSet;

use git2::{Error, FileMode, Oid, Repository};

use crate::failure::{Failure, Stage};

/// What of the history of a commit is known to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum History {
    /// All of it.
    Whole,
    /// What the refs of the clone lead to.
    Before,
    /// Nothing.
    Unknown,
}

/// What is known to be there of a commit.
pub struct Known {
    /// Whether all of its folders and files are.
    pub files: bool,
    /// What of its history is.
    pub history: History,
}

/// Looks for all folders and files of `commit`, and for the commits before it, but for what is `known`.
///
/// # Errors
/// When one is not there.
pub fn check(repository: &Repository, commit: Oid, known: &Known) -> Result<(), Failure> {
    let missing = if known.files { Ok(None) } else { missing(repository, commit) };
    let missing = missing
        .and_then(|missing| walk(repository, commit, known.history).map(|()| missing))
        .map_err(|error| incomplete(&format!("what the server sent is not whole: {}", error.message())))?;
    missing.map_or(Ok(()), |oid| Err(incomplete(&format!("the server did not send the object {oid}"))))
}

fn incomplete(cause: &str) -> Failure {
    Failure::local(Stage::Fetch, cause, "is the repository whole there? git fsck on the server tells")
}

/// Reads every commit up to where history ends: at a root, or where the clone is shallow.
fn walk(repository: &Repository, commit: Oid, known: History) -> Result<(), Error> {
    if known == History::Whole || repository.find_commit(commit)?.parent_count() == 0 {
        return Ok(());
    }
    let mut walk = repository.revwalk()?;
    walk.push(commit)?;
    if known == History::Before {
        // Those that lead nowhere hide nothing.
        let refs = repository.references_glob("refs/remotes/*")?.flatten().chain(repository.head());
        for commit in refs.filter_map(|known| known.peel_to_commit().ok()) {
            walk.hide(commit.id())?;
        }
    }
    walk.try_for_each(|commit| commit.map(drop))
}

/// The first object that is not there.
fn missing(repository: &Repository, commit: Oid) -> Result<Option<Oid>, Error> {
    let odb = repository.odb()?;
    let mut folders = vec![repository.find_commit(commit)?.tree_id()];
    // A folder that is there at many places is looked at once.
    let mut seen = HashSet::new();
    while let Some(folder) = folders.pop() {
        if !seen.insert(folder) {
            continue;
        }
        for entry in &repository.find_tree(folder)? {
            let is = |mode: FileMode| entry.filemode_raw() == i32::from(mode);
            if is(FileMode::Tree) {
                folders.push(entry.id());
            // The commit of a submodule is another repository's.
            } else if !is(FileMode::Commit) && !odb.exists(entry.id()) {
                return Ok(Some(entry.id()));
            }
        }
    }
    Ok(None)
}
