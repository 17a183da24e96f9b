//! What the refs that refspecs selected make of the clone, once they are fetched.

use git2::{ObjectType, Repository};

use crate::advertised::Advertised;
use crate::failure::{Failure, Stage};
use crate::mapped::Mapped;
use crate::named::{full_names, named, suggestion};
use crate::object_format::of_hash;
use crate::refs;
use crate::revision::Wanted;

/// What `-revision` means among the refs that were fetched, as `git checkout` would read it after the fetch;
/// empty is the first of them.
///
/// # Errors
/// When none of them has that name, and no commit that is there either.
pub fn revision(
    repository: &Repository,
    mapped: &[Mapped],
    shown: &[Advertised],
    revision: &str,
) -> Result<Wanted, Failure> {
    if revision.is_empty() {
        let first =
            mapped.first().ok_or_else(|| refuse("-refspec matches no ref of the remote".into(), ""))?;
        return Ok(wanted(first));
    }
    let branch = format!("refs/heads/{revision}");
    let by_target = |name: &str| mapped.iter().find(|mapped| mapped.target.as_deref() == Some(name));
    let by_source = |name: &str| mapped.iter().find(|mapped| mapped.source == name);
    let rules = || full_names(revision);
    let found = by_target(&branch)
        .or_else(|| rules().find_map(|name| by_target(&name)))
        .or_else(|| rules().find_map(|name| by_source(&name)));
    if let Some(found) = found {
        return Ok(wanted(found));
    }
    if let Ok(object) = repository.revparse_single(revision) {
        return Ok(Wanted::Commit(object.id()));
    }
    if of_hash(revision).is_some() {
        let cause = format!("-refspec fetched no commit {revision}");
        return Err(refuse(cause, "fetch a ref that holds it, and as much history with -depth (0 is all)"));
    }
    let cause = format!("-refspec fetched no {revision}");
    let remedy = match named(shown, revision).next() {
        Some(there) => format!("the remote has {}: add it to -refspec", there.name),
        None => suggestion(shown, revision),
    };
    Err(refuse(cause, &remedy))
}

fn wanted(found: &Mapped) -> Wanted {
    let oid = found.oid;
    match found.target.as_ref().and_then(|target| target.strip_prefix("refs/heads/")) {
        Some(branch) if found.source != format!("refs/heads/{branch}") => {
            Wanted::Own { branch: branch.to_owned(), oid }
        }
        _ if of_hash(&found.source).is_some() => Wanted::Commit(oid),
        _ => Wanted::Ref { name: found.source.clone(), oid },
    }
}

/// Writes the refs that were fetched, those that the clone's configuration says follow them, and the tags of
/// what is there now.
///
/// # Errors
/// When a ref cannot be written, or may not be.
pub fn update(
    repository: &Repository,
    mapped: &[Mapped],
    shown: &[Advertised],
    wanted: &Wanted,
) -> Result<(), Failure> {
    // A branch that HEAD is on may be among them; what is checked out has to keep its name until the checkout.
    if let Ok(head) = repository.head()
        && let (Ok(name), Some(oid)) = (head.name(), head.target())
        && mapped.iter().any(|mapped| mapped.target.as_deref() == Some(name))
    {
        repository.set_head_detached(oid).map_err(|error| refs::unwritable("HEAD", &error))?;
    }
    let origin = repository.find_remote("origin").ok();
    for one in mapped {
        if let Some(target) = &one.target {
            only_commits(repository, target, one)?;
            refs::write(repository, target, one.oid)?;
        }
        let follows = origin.iter().flat_map(git2::Remote::refspecs);
        for follow in follows.filter(|refspec| refspec.src_matches(&one.source)) {
            if let Ok(name) = follow.transform(&one.source)
                && let Ok(name) = name.as_str()
            {
                refs::write(repository, name, one.oid)?;
            }
        }
    }
    if let (Some(kept), Wanted::Ref { oid, .. }) = (refs::kept(wanted), wanted) {
        refs::write(repository, &kept, *oid)?;
    }
    if mapped.iter().any(|mapped| mapped.target.is_some()) {
        refs::follow_tags(repository, None, shown)?;
    }
    Ok(())
}

/// Refuses what is no commit as a branch, as git does.
fn only_commits(repository: &Repository, target: &str, mapped: &Mapped) -> Result<(), Failure> {
    let commit = repository
        .find_object(mapped.oid, None)
        .is_ok_and(|object| object.kind() == Some(ObjectType::Commit));
    if commit || !target.starts_with("refs/heads/") {
        return Ok(());
    }
    let cause = format!("-refspec makes the branch {target} of {}, which is no commit", mapped.source);
    Err(refuse(cause, "a tag goes to refs/tags/"))
}

fn refuse(cause: String, remedy: &str) -> Failure {
    Failure::local(Stage::Fetch, cause, remedy)
}
