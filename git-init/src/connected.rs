//! Whether all that the files of a commit need came with it. What a server sends may be sound and not all: its own
//! repository may be damaged. Once a ref names the commit nobody asks for it again, so that this is looked at before.

use std::collections::HashSet;

use git2::{Error, FileMode, Oid, Repository};

use crate::failure::{Failure, Stage};

/// Looks for all folders and files of `commit`.
///
/// # Errors
/// When one is not there.
pub fn check(repository: &Repository, commit: Oid) -> Result<(), Failure> {
    let missing = missing(repository, commit)
        .map_err(|error| incomplete(&format!("what the server sent is not whole: {}", error.message())))?;
    missing.map_or(Ok(()), |oid| Err(incomplete(&format!("the server did not send the object {oid}"))))
}

fn incomplete(cause: &str) -> Failure {
    Failure::local(Stage::Fetch, cause, "is the repository whole there? git fsck on the server tells")
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
