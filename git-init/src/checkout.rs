//! Writing the files.

use std::fs;
use std::path::Path;

use git2::build::CheckoutBuilder;
use git2::{Error, ErrorClass, ErrorCode, Oid, Repository, Tree};

use crate::branch::Origin;
use crate::failure::{Failure, Stage};
use crate::fused::{Ahead, Receiving};
use crate::new_refs::REASON;
use crate::progress::Progress;
use crate::revision::Wanted;
use crate::sparse::{self, Patterns};
use crate::{detours, encoded, fresh, thinned, too_early, unwritten};

/// What git knows a merge by, or one commit that is taken over, which is not ended. A checkout ends it.
const UNDER_WAY: [&str; 8] = [
    "MERGE_HEAD",
    "MERGE_MODE",
    "MERGE_MSG",
    "MERGE_RR",
    "AUTO_MERGE",
    "SQUASH_MSG",
    "CHERRY_PICK_HEAD",
    "REVERT_HEAD",
];

/// Writes the files of `commit` over whatever is there of the revision before, and moves HEAD: to the branch
/// where one is wanted, else to the commit itself. Files that git does not know are left alone.
///
/// # Errors
/// When an object cannot be read or a file cannot be written.
pub fn check_out(
    repository: &Repository,
    origin: &Origin<'_>,
    wanted: &Wanted,
    commit: Oid,
    receiving: &Receiving,
) -> Result<(), Failure> {
    if let Some(branch) = wanted.branch().filter(|branch| !origin.first && is_elsewhere(repository, branch)) {
        let cause = format!("the branch {branch} is checked out in another working tree of this clone");
        let remedy = "name the commit by its hash, or remove that working tree: git worktree list shows it";
        return Err(Failure::local(Stage::CheckOut, cause, remedy));
    }
    let patterns = sparse::patterns(repository)?;
    write(repository, origin, wanted, commit, patterns.as_ref(), receiving.take())
        .map_err(|error| Failure::local(Stage::CheckOut, error.message(), unwritten::remedy(&error)))
}

/// Whether another working tree of this clone is on `branch`, which must not move under it.
fn is_elsewhere(repository: &Repository, branch: &str) -> bool {
    let on = format!("ref: refs/heads/{branch}");
    let heads = fs::read_dir(repository.commondir().join("worktrees")).into_iter().flatten().flatten();
    heads
        .map(|tree| tree.path().join("HEAD"))
        .any(|head| fs::read_to_string(head).is_ok_and(|head| head.trim_end() == on))
}

fn write(
    repository: &Repository,
    origin: &Origin<'_>,
    wanted: &Wanted,
    commit: Oid,
    patterns: Option<&Patterns>,
    ahead: Option<Ahead>,
) -> Result<(), Error> {
    // libgit2 would see it once all files are written.
    if !origin.first && repository.path().join("index.lock").exists() {
        return Err(Error::new(ErrorCode::Locked, ErrorClass::Index, "the index is locked"));
    }
    let tree = repository.find_commit(commit)?.tree()?;
    let mut progress = Progress::new();
    if patterns.is_some() || !fresh::check_out(repository, &tree, ahead, &mut progress)? {
        update(repository, &tree, patterns, &mut progress)?;
    }
    if !origin.first {
        // What cannot be removed git asks about, as before.
        for name in UNDER_WAY {
            let _ = fs::remove_file(repository.path().join(name));
        }
    }
    match wanted.branch() {
        Some(branch) => {
            let name = format!("refs/heads/{branch}");
            // So it is in a first clone.
            let awaited = repository.find_reference("HEAD")?.symbolic_target_bytes() == Some(name.as_bytes())
                && repository.refname_to_id(&name).is_err();
            if awaited && origin.new_refs(repository).is_some_and(|new| new.make(&name, commit, &["HEAD"])) {
                return Ok(());
            }
            repository.reference(&name, commit, true, REASON)?;
            if awaited { Ok(()) } else { repository.set_head(&name) }
        }
        None => repository.set_head_detached(commit),
    }
}

/// Has libgit2 write what `patterns` choose of `tree`: over whatever is there, and as attributes and settings have it.
fn update(
    repository: &Repository,
    tree: &Tree<'_>,
    patterns: Option<&Patterns>,
    progress: &mut Progress,
) -> Result<(), Error> {
    let thinned = patterns.map(|patterns| thinned::thin(repository, tree, patterns)).transpose()?;
    let id = thinned.as_ref().map_or(tree.id(), |thinned| thinned.tree);
    encoded::before(repository)?;
    let first = repository.index()?.is_empty();
    let mut written = Vec::new();
    let mut builder = CheckoutBuilder::new();
    builder.force().progress(|path, done, total| {
        written.extend(path.map(Path::to_owned));
        progress.written(done, total);
    });
    let aside = detours::take_away(repository, &repository.find_tree(id)?)?;
    // HEAD still names the revision before: what that had and this one has not is removed.
    let outcome = repository.checkout_tree(&repository.find_object(id, None)?, Some(&mut builder));
    aside.put_back(repository);
    outcome?;
    drop(builder);
    too_early::write_again(repository, &written, first)?;
    if let Some(thinned) = thinned {
        thinned.complete(repository)?;
    }
    encoded::after(repository)
}
