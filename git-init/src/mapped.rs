//! What refspecs select of a remote.

use std::collections::HashMap;

use git2::{ObjectFormat, Oid};

use crate::advertised::Advertised;
use crate::failure::{Failure, Stage};
use crate::named::{named, suggestion};
use crate::object_format::of_hash;
use crate::refspec::Refspec;

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

/// The refs that `refspecs` select of those `shown`, whose hashes are of `format`.
///
/// # Errors
/// When the remote has no such ref, or two would become one.
pub fn map(refspecs: &[Refspec], shown: &[Advertised], format: ObjectFormat) -> Result<Vec<Mapped>, Failure> {
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
            mapped.push(single(refspec, shown, format)?);
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
fn single(refspec: &Refspec, shown: &[Advertised], format: ObjectFormat) -> Result<Mapped, Failure> {
    let target = |source: &str| refspec.target.as_ref().map(|target| full_target(target, source));
    if let Some(found) = named(shown, &refspec.source).next() {
        let (source, target) = (found.name.clone(), target(&found.name));
        return Ok(Mapped { source, oid: found.oid, target });
    }
    match Oid::from_str_ext(&refspec.source, format) {
        Ok(oid) if of_hash(&refspec.source) == Some(format) => {
            Ok(Mapped { source: oid.to_string(), oid, target: target("") })
        }
        _ => {
            let cause = format!("the remote has no {}, which -refspec names", refspec.source);
            Err(refuse(cause, &suggestion(shown, &refspec.source)))
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
        let sign = if of_hash(&mapped.source).is_some() { "" } else { "+" };
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
            let mapped = map(&read(flag).unwrap(), &shown, ObjectFormat::Sha1).unwrap();
            let found: Vec<_> = mapped
                .iter()
                .map(|mapped| (&mapped.source[..], mapped.target.as_deref().unwrap_or_default()))
                .collect();
            assert_eq!(found, pairs, "{flag}");
        }
        for flag in ["nope", "a:x v1:refs/heads/x"] {
            assert!(map(&read(flag).unwrap(), &shown, ObjectFormat::Sha1).is_err(), "{flag}");
        }
    }
}
