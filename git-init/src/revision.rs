//! Which of the remote's refs, or which commit, a revision means.

use git2::{ObjectFormat, Oid};

use crate::advertised::Advertised;
use crate::failure::{Failure, Stage};
use crate::log;
use crate::named::{named, suggestion};
use crate::object_format::{digits, name, of_hash};

/// The branch of a remote that has no HEAD: what the founding version always took.
const FALLBACK: &str = "refs/heads/master";

/// What is to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// A ref of the remote.
    Ref {
        /// Its full name there; `HEAD` where that points to no branch.
        name: String,
        /// What it points to, before any tag is peeled.
        oid: Oid,
    },
    /// A commit by its full hash.
    Commit(Oid),
    /// A commit by the first digits of its hash, which only a clone of everything can complete.
    Abbreviated(String),
    /// A branch of the clone that is no branch of the remote: what `-refspec` makes of another ref.
    Own {
        /// Its name, without `refs/heads/`.
        branch: String,
        /// What it points to.
        oid: Oid,
    },
}

impl Wanted {
    /// The branch that the clone is on, where one is wanted.
    pub fn branch(&self) -> Option<&str> {
        match self {
            Self::Own { branch, .. } => Some(branch),
            other => other.upstream(),
        }
    }

    /// The branch of the remote, where one is wanted.
    pub fn upstream(&self) -> Option<&str> {
        match self {
            Self::Ref { name, .. } => name.strip_prefix("refs/heads/"),
            Self::Commit(_) | Self::Abbreviated(_) | Self::Own { .. } => None,
        }
    }

    /// The revision for the log: what was asked for, else the name of the default branch.
    pub fn shown<'a>(&'a self, asked: &'a str) -> &'a str {
        if asked.is_empty() { self.branch().unwrap_or("HEAD") } else { asked }
    }
}

/// Finds `revision` among the refs of the remote, whose hashes are of `format`; empty stands for its HEAD.
///
/// # Errors
/// When the remote has no such ref and the revision cannot be a commit either.
pub fn resolve(refs: &[Advertised], revision: &str, format: ObjectFormat) -> Result<Wanted, Failure> {
    if revision.is_empty() {
        return default(refs);
    }
    if of_hash(revision) == Some(format) {
        let oid = Oid::from_str_ext(revision, format).map_err(|error| refuse(error.message(), ""))?;
        return Ok(Wanted::Commit(oid));
    }
    let mut matching = named(refs, revision);
    if let Some(found) = matching.next() {
        if let Some(other) = matching.next() {
            log::warn(&format!(
                "{revision} is {} and {}; git's order takes the first",
                found.name, other.name
            ));
        }
        return Ok(followed(refs, found));
    }
    if let Some(other) = of_hash(revision) {
        let cause =
            format!("{revision} is a {} hash, and those of the remote are {}", name(other), name(format));
        return Err(refuse(&cause, "name a branch or tag, or the commit by its hash in this repository"));
    }
    // Shorter than this git itself takes no abbreviation.
    let hexadecimal = revision.bytes().all(|byte| byte.is_ascii_hexdigit());
    if hexadecimal && (4..digits(format)).contains(&revision.len()) {
        return Ok(Wanted::Abbreviated(revision.to_ascii_lowercase()));
    }
    Err(refuse(&format!("the remote has no {revision}"), &suggestion(refs, revision)))
}

fn default(refs: &[Advertised]) -> Result<Wanted, Failure> {
    let head = refs.iter().find(|shown| shown.name == "HEAD");
    let found = head.or_else(|| refs.iter().find(|shown| shown.name == FALLBACK));
    let Some(found) = found else {
        let (cause, remedy) = if refs.is_empty() {
            ("the remote is empty", "push a first commit")
        } else {
            ("the remote has neither a HEAD nor a branch master", "name a branch with -revision")
        };
        return Err(refuse(cause, remedy));
    };
    Ok(followed(refs, found))
}

/// The ref itself, or the branch that a symbolic ref stands for.
fn followed(refs: &[Advertised], found: &Advertised) -> Wanted {
    let target = found.symref.as_ref().and_then(|target| refs.iter().find(|shown| shown.name == *target));
    let Advertised { name, oid, .. } = target.unwrap_or(found);
    Wanted::Ref { name: name.clone(), oid: *oid }
}

fn refuse(cause: &str, remedy: &str) -> Failure {
    Failure::local(Stage::Fetch, cause, remedy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use git2::ObjectFormat::{Sha1, Sha256};

    fn refs(names: &[&str]) -> Vec<Advertised> {
        let oid = |n: usize| Oid::from_str(&format!("{n:040x}")).unwrap();
        let mut refs: Vec<_> = names
            .iter()
            .enumerate()
            .map(|(n, name)| Advertised { name: (*name).into(), oid: oid(n + 1), symref: None })
            .collect();
        if let Some(head) = refs.iter_mut().find(|shown| shown.name == "HEAD") {
            head.symref = Some("refs/heads/main".into());
        }
        refs
    }

    fn name(refs: &[Advertised], revision: &str) -> String {
        match resolve(refs, revision, Sha1).unwrap() {
            Wanted::Ref { name, .. } => name,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn names_are_found_in_gits_order() {
        let refs = refs(&[
            "HEAD",
            "refs/heads/main",
            "refs/heads/v1",
            "refs/pull/1/head",
            "refs/tags/v1",
            "refs/tags/v1^{}",
        ]);
        for (revision, found) in [
            ("", "refs/heads/main"),
            ("HEAD", "refs/heads/main"),
            ("@", "refs/heads/main"),
            ("main", "refs/heads/main"),
            ("v1", "refs/tags/v1"),
            ("heads/v1", "refs/heads/v1"),
            ("refs/heads/v1", "refs/heads/v1"),
            ("pull/1/head", "refs/pull/1/head"),
            ("refs/pull/1/head", "refs/pull/1/head"),
        ] {
            assert_eq!(name(&refs, revision), found, "{revision}");
        }
    }

    #[test]
    fn the_default_without_a_head_is_master() {
        assert_eq!(name(&refs(&["refs/heads/a", "refs/heads/master"]), ""), "refs/heads/master");
        assert!(resolve(&refs(&["refs/heads/a"]), "", Sha1).unwrap_err().to_string().contains("-revision"));
        assert!(resolve(&[], "", Sha1).unwrap_err().to_string().contains("empty"));
    }

    #[test]
    fn hashes() {
        let hash = "0123456789abcdef0123456789abcdef01234567";
        assert_eq!(resolve(&[], hash, Sha1).unwrap(), Wanted::Commit(Oid::from_str(hash).unwrap()));
        assert_eq!(resolve(&[], "ABCD", Sha1).unwrap(), Wanted::Abbreviated("abcd".into()));
        assert_eq!(name(&refs(&["refs/heads/abcd"]), "abcd"), "refs/heads/abcd");
        let long = "a".repeat(64);
        let oid = Oid::from_str_ext(&long, Sha256).unwrap();
        assert_eq!(resolve(&[], &long, Sha256).unwrap(), Wanted::Commit(oid));
        assert_eq!(resolve(&[], &long[1..], Sha256).unwrap(), Wanted::Abbreviated(long[1..].into()));
        assert!(resolve(&[], &long[1..], Sha1).is_err());
        for (hash, format, said) in [(&long[..], Sha1, "SHA-256 hash"), (hash, Sha256, "SHA-1 hash")] {
            let failure = resolve(&[], hash, format).unwrap_err().to_string();
            assert!(failure.contains(said), "{failure}");
        }
    }

    #[test]
    fn an_unknown_name_gets_near_ones() {
        let failure =
            resolve(&refs(&["refs/heads/main", "refs/tags/v1.0"]), "origin/main", Sha1).unwrap_err();
        assert!(failure.to_string().ends_with("did you mean main?"), "{failure}");
        let peeled = refs(&["refs/tags/v1", "refs/tags/v1^{}"]);
        for revision in ["v1^{}", "refs/tags/v1^{}"] {
            let failure = resolve(&peeled, revision, Sha1).unwrap_err().to_string();
            assert!(failure.ends_with("did you mean v1?"), "{failure}");
        }
    }
}
