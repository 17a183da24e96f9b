//! The clone's refs after a fetch: what `git clone` would have made of it.

use git2::{ErrorCode, Oid, Repository};

use crate::advertised::Advertised;
use crate::failure::{Failure, Stage};
use crate::new_refs::{NewRefs, REASON};
use crate::revision::Wanted;
use crate::unwritten;

/// Where the clone keeps a ref of the remote; `None` for what git keeps nowhere.
pub fn kept(wanted: &Wanted) -> Option<String> {
    match wanted {
        Wanted::Ref { name, .. } if name.starts_with("refs/tags/") => Some(name.clone()),
        _ => wanted.upstream().map(|branch| format!("refs/remotes/origin/{branch}")),
    }
}

/// Whether an earlier fetch got what `wanted` points to now. A ref is written last, so that all behind it is
/// there; an object alone may be what a killed fetch left.
pub fn is_at(repository: &Repository, wanted: &Wanted, oid: Oid) -> bool {
    let name = kept(wanted).unwrap_or_else(|| "HEAD".into());
    repository.refname_to_id(&name).is_ok_and(|at| at == oid)
}

/// The commit that `wanted` leads to.
///
/// # Errors
/// When it is not there, not the only one, or no commit.
pub fn commit(repository: &Repository, wanted: &Wanted) -> Result<Oid, Failure> {
    let (found, name) = match wanted {
        Wanted::Ref { name, oid } => (repository.find_object(*oid, None), name.clone()),
        Wanted::Commit(oid) => (repository.find_object(*oid, None), oid.to_string()),
        Wanted::Own { branch, oid } => (repository.find_object(*oid, None), branch.clone()),
        Wanted::Abbreviated(digits) => (repository.find_object_by_prefix(digits, None), digits.clone()),
    };
    let refuse = |cause: String, remedy| Failure::local(Stage::Fetch, cause, remedy);
    let object = found.map_err(|error| match error.code() {
        ErrorCode::Ambiguous => {
            refuse(format!("more than one commit begins with {name}"), "give the full hash")
        }
        ErrorCode::NotFound => {
            refuse(format!("the remote has no commit {name}"), "is it pushed, and -revision spelled right?")
        }
        _ => refuse(format!("cannot read {name}: {}", error.message()), ""),
    })?;
    let commit = object.peel_to_commit().map_err(|_| {
        refuse(format!("{name} is no commit"), "name a branch, a tag of a commit, or a commit")
    })?;
    Ok(commit.id())
}

/// Writes the remote-tracking branch or the tag, and the tags of all commits that are there now.
///
/// # Errors
/// When a ref cannot be written.
pub fn update(
    repository: &Repository,
    wanted: &Wanted,
    commit: Oid,
    shown: &[Advertised],
    new: Option<&NewRefs>,
) -> Result<(), Failure> {
    let (Some(name), Wanted::Ref { oid, .. }) = (kept(wanted), wanted) else { return Ok(()) };
    if !new.is_some_and(|new| new.make(&name, *oid, &[])) {
        write(repository, &name, *oid)?;
    }
    if wanted.upstream().is_some()
        && shown.iter().any(|shown| shown.name == "HEAD" && shown.symref.as_deref() == full_name(wanted))
        && !new.is_some_and(|new| new.point("refs/remotes/origin/HEAD", &name))
    {
        repository
            .reference_symbolic("refs/remotes/origin/HEAD", &name, true, REASON)
            .map_err(|error| unwritable("refs/remotes/origin/HEAD", &error))?;
    }
    // In a shallow clone these can only be the commit's own.
    follow_tags(repository, repository.is_shallow().then_some(commit), shown)
}

/// Writes the tags of what is there, or of the `only` commit.
///
/// # Errors
/// When a ref cannot be written.
pub fn follow_tags(repository: &Repository, only: Option<Oid>, shown: &[Advertised]) -> Result<(), Failure> {
    for tag in tags_there(repository, only, shown) {
        write(repository, &tag.name, tag.oid)?;
    }
    Ok(())
}

/// The tags whose object is there.
fn tags_there<'a>(
    repository: &Repository,
    only: Option<Oid>,
    shown: &'a [Advertised],
) -> impl Iterator<Item = &'a Advertised> {
    let odb = repository.odb().ok();
    shown.iter().enumerate().filter_map(move |(at, tag)| {
        if !tag.name.starts_with("refs/tags/") || tag.name.ends_with("^{}") {
            return None;
        }
        // What an annotated tag points to stands right behind it.
        let peeled = shown.get(at + 1).filter(|next| next.name.strip_suffix("^{}") == Some(&tag.name));
        let target = peeled.map_or(tag.oid, |peeled| peeled.oid);
        let there = |oid| odb.as_ref().is_some_and(|odb| odb.exists(oid));
        let wanted = only.map_or_else(|| there(target), |only| target == only);
        (wanted && there(tag.oid)).then_some(tag)
    })
}

/// Writes one ref, whatever it was before.
///
/// # Errors
/// When git refuses the name or the volume the file.
pub fn write(repository: &Repository, name: &str, oid: Oid) -> Result<(), Failure> {
    if repository.refname_to_id(name).is_ok_and(|at| at == oid) {
        return Ok(());
    }
    repository.reference(name, oid, true, REASON).map(drop).map_err(|error| unwritable(name, &error))
}

/// Why a ref was not written.
pub fn unwritable(name: &str, error: &git2::Error) -> Failure {
    let cause = format!("cannot write the ref {name}: {}", error.message());
    Failure::local(Stage::Fetch, cause, unwritten::remedy(error))
}

/// The name that a wanted ref has on the remote.
pub fn full_name(wanted: &Wanted) -> Option<&str> {
    match wanted {
        Wanted::Ref { name, .. } => Some(name),
        Wanted::Commit(_) | Wanted::Abbreviated(_) | Wanted::Own { .. } => None,
    }
}
