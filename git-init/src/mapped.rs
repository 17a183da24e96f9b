//! What refspecs select of a remote, and what that makes of the clone.

use std::collections::HashMap;

use git2::{ObjectType, Oid, Repository};

use crate::advertised::Advertised;
use crate::failure::{Failure, Stage};
use crate::refs;
use crate::refspec::{Refspec, is_hash};
use crate::revision::{self, Wanted, named};

/// A ref of the remote that a refspec selects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    /// Its full name there, or the hash that was asked for.
    pub source: String,
    /// What it points to.
    pub oid: Oid,
    /// The full name of the clone's ref, where it gets one.
    pub target: Option<String>,
}

/// The refs that `refspecs` select of those `shown`.
///
/// # Errors
/// When the remote has no such ref, or two would become one.
pub fn map(refspecs: &[Refspec], shown: &[Advertised]) -> Result<Vec<Mapped>, Failure> {
    let mut mapped: Vec<Mapped> = Vec::new();
    let (negative, positive): (Vec<_>, Vec<_>) = refspecs.iter().partition(|refspec| refspec.negative);
    let left_out = |name: &str| negative.iter().any(|refspec| refspec.star(name).is_some());
    for refspec in positive {
        if refspec.is_pattern() {
            for found in shown.iter().filter(|shown| !shown.name.ends_with("^{}")) {
                if let (Some(star), Some(target)) = (refspec.star(&found.name), &refspec.target) {
                    let target = Some(full_target(&target.replacen('*', star, 1), &found.name));
                    mapped.push(Mapped { source: found.name.clone(), oid: found.oid, target });
                }
            }
        } else {
            mapped.push(single(refspec, shown)?);
        }
    }
    mapped.retain(|mapped| !left_out(&mapped.source));
    let mut sources = HashMap::new();
    for one in &mapped {
        let Some(target) = &one.target else { continue };
        if let Some(other) = sources.insert(target, &one.source).filter(|other| **other != one.source) {
            let cause = format!("-refspec makes {target} of both {other} and {}", one.source);
            return Err(refuse(cause, "give each a name of its own"));
        }
    }
    Ok(mapped)
}

/// What a refspec without a pattern selects.
fn single(refspec: &Refspec, shown: &[Advertised]) -> Result<Mapped, Failure> {
    let target = |source: &str| refspec.target.as_ref().map(|target| full_target(target, source));
    if let Some(found) = named(shown, &refspec.source).next() {
        let (source, target) = (found.name.clone(), target(&found.name));
        return Ok(Mapped { source, oid: found.oid, target });
    }
    match Oid::from_str(&refspec.source) {
        Ok(oid) if is_hash(&refspec.source) => {
            Ok(Mapped { source: oid.to_string(), oid, target: target("") })
        }
        _ => {
            let cause = format!("the remote has no {}, which -refspec names", refspec.source);
            Err(refuse(cause, &revision::suggestion(shown, &refspec.source)))
        }
    }
}

/// The full name of a target, by git's rule: what does not begin with `refs/` is a branch, or of the kind that
/// it begins with.
fn full_target(target: &str, source: &str) -> String {
    if target.starts_with("refs/") || target == "HEAD" && source == "HEAD" {
        target.to_owned()
    } else if ["heads/", "tags/", "remotes/"].iter().any(|kind| target.starts_with(kind)) {
        format!("refs/{target}")
    } else {
        format!("refs/heads/{target}")
    }
}

/// What to ask a server for to get all that is `mapped`.
pub fn asked(refspecs: &[Refspec], mapped: &[Mapped]) -> Vec<String> {
    let refs = mapped.iter().map(|mapped| {
        let sign = if is_hash(&mapped.source) { "" } else { "+" };
        format!("{sign}{}", mapped.source)
    });
    if refspecs.iter().any(|refspec| refspec.negative) {
        return refs.collect();
    }
    // The patterns themselves where they can stand for all: libgit2 holds each against every ref.
    let patterns = refspecs.iter().filter(|refspec| refspec.is_pattern());
    let in_pattern = |name: &str| patterns.clone().any(|refspec| refspec.star(name).is_some());
    let single = mapped.iter().zip(refs).filter(|(mapped, _)| !in_pattern(&mapped.source));
    let patterns = patterns.clone().map(|refspec| format!("+{0}:{0}", refspec.source));
    patterns.chain(single.map(|(_, asked)| asked)).collect()
}

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
    let rules = || revision::full_names(revision);
    let found = by_target(&branch)
        .or_else(|| rules().find_map(|name| by_target(&name)))
        .or_else(|| rules().find_map(|name| by_source(&name)));
    if let Some(found) = found {
        return Ok(wanted(found));
    }
    if let Ok(object) = repository.revparse_single(revision) {
        return Ok(Wanted::Commit(object.id()));
    }
    if is_hash(revision) {
        let cause = format!("-refspec fetched no commit {revision}");
        return Err(refuse(cause, "fetch a ref that holds it, and as much history with -depth (0 is all)"));
    }
    let cause = format!("-refspec fetched no {revision}");
    let remedy = match named(shown, revision).next() {
        Some(there) => format!("the remote has {}: add it to -refspec", there.name),
        None => revision::suggestion(shown, revision),
    };
    Err(refuse(cause, &remedy))
}

fn wanted(found: &Mapped) -> Wanted {
    let oid = found.oid;
    match found.target.as_ref().and_then(|target| target.strip_prefix("refs/heads/")) {
        Some(branch) if found.source != format!("refs/heads/{branch}") => {
            Wanted::Own { branch: branch.to_owned(), oid }
        }
        _ if is_hash(&found.source) => Wanted::Commit(oid),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refspec::read;

    fn shown(names: &[&str]) -> Vec<Advertised> {
        let oid = |n: usize| Oid::from_str(&format!("{n:040x}")).unwrap();
        let names = names.iter().enumerate();
        names.map(|(n, name)| Advertised { name: (*name).into(), oid: oid(n + 1), symref: None }).collect()
    }

    #[test]
    fn refs_are_mapped_as_git_maps_them() {
        let shown = shown(&["HEAD", "refs/heads/a", "refs/heads/b/c", "refs/tags/v1", "refs/tags/v1^{}"]);
        for (flag, pairs) in [
            ("a", &[("refs/heads/a", "")][..]),
            ("a:x tags/v1:tags/y", &[("refs/heads/a", "refs/heads/x"), ("refs/tags/v1", "refs/tags/y")]),
            ("refs/heads/*:refs/x/*", &[("refs/heads/a", "refs/x/a"), ("refs/heads/b/c", "refs/x/b/c")]),
            ("refs/heads/*:refs/x/* ^refs/heads/b/*", &[("refs/heads/a", "refs/x/a")]),
            ("refs/tags/*:refs/tags/*", &[("refs/tags/v1", "refs/tags/v1")]),
            (":refs/x/head", &[("HEAD", "refs/x/head")]),
        ] {
            let mapped = map(&read(flag).unwrap(), &shown).unwrap();
            let found: Vec<_> = mapped
                .iter()
                .map(|mapped| (&mapped.source[..], mapped.target.as_deref().unwrap_or_default()))
                .collect();
            assert_eq!(found, pairs, "{flag}");
        }
        for flag in ["nope", "a:x v1:refs/heads/x"] {
            assert!(map(&read(flag).unwrap(), &shown).is_err(), "{flag}");
        }
    }
}
