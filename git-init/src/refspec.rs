//! `-refspec`: which refs of the remote become which refs of the clone, in git's notation.

use git2::{Reference, ReferenceFormat};

use crate::failure::{Failure, Stage};
use crate::object_format::of_hash;

/// One refspec, such as `+refs/heads/*:refs/remotes/origin/*`. All are forced, with the `+` and without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refspec {
    /// The ref of the remote, or a pattern with one `*`, or a commit's hash.
    pub source: String,
    /// The ref of the clone, or the pattern; `None` for what is fetched but kept under no name.
    pub target: Option<String>,
    /// Whether it takes away from what the others fetch (`^refs/heads/x`).
    pub negative: bool,
}

/// Reads the refspecs of a flag, which have white space between them.
///
/// # Errors
/// The first one that git would not take either.
pub fn read(flag: &str) -> Result<Vec<Refspec>, Failure> {
    let refspecs: Vec<Refspec> = flag.split_whitespace().map(one).collect::<Result<_, _>>()?;
    if !refspecs.is_empty() && refspecs.iter().all(|refspec| refspec.negative) {
        return Err(refuse("-refspec takes away refs and names none to fetch"));
    }
    Ok(refspecs)
}

fn one(text: &str) -> Result<Refspec, Failure> {
    let wrong = |why: &str| Err(refuse(&format!("`{text}` in -refspec is no refspec: {why}")));
    let plain = text.strip_prefix('+').unwrap_or(text);
    let (negative, plain) = plain.strip_prefix('^').map_or((false, plain), |plain| (true, plain));
    let (source, target) =
        plain.rsplit_once(':').map_or((plain, None), |(source, target)| (source, Some(target)));
    if negative && (target.is_some() || source.is_empty() || of_hash(source).is_some()) {
        return wrong("after ^ stands a ref alone");
    }
    let patterns = (source.matches('*').count(), target.map(|target| target.matches('*').count()));
    match patterns {
        (0, None | Some(0)) | (1, Some(1)) => {}
        (1, None) if negative => {}
        (1, None | Some(0)) => return wrong("a pattern needs a * on the other side of a colon too"),
        _ => return wrong("it may have one * on each side of the colon, or none"),
    }
    for name in [source, target.unwrap_or_default()] {
        if !name.is_empty() && !is_name(name) {
            return wrong(&format!("git takes no ref named `{name}`"));
        }
    }
    let source = if source.is_empty() { "HEAD" } else { source };
    let target = target.filter(|target| !target.is_empty()).map(str::to_owned);
    Ok(Refspec { source: source.to_owned(), target, negative })
}

fn is_name(name: &str) -> bool {
    let format = ReferenceFormat::ALLOW_ONELEVEL | ReferenceFormat::REFSPEC_SHORTHAND;
    let format = if name.contains('*') { format | ReferenceFormat::REFSPEC_PATTERN } else { format };
    // As given: a name that git would have to correct is none of a remote.
    Reference::normalize_name(name, format).is_ok_and(|normal| normal == name)
}

fn refuse(cause: &str) -> Failure {
    Failure::local(
        Stage::Prepare,
        cause,
        "write SOURCE:TARGET, such as refs/pull/1/head:refs/remotes/origin/pr",
    )
}

impl Refspec {
    /// Whether it is a pattern.
    pub fn is_pattern(&self) -> bool {
        self.source.contains('*')
    }

    /// What the `*` of the source stands for in `name`; the empty text where there is no `*` and the names are
    /// the same.
    pub fn star<'a>(&self, name: &'a str) -> Option<&'a str> {
        match self.source.split_once('*') {
            Some((before, after)) => name.strip_prefix(before)?.strip_suffix(after),
            None => (name == self.source).then_some(""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_takes_is_read() {
        let hash = "0123456789abcdef0123456789abcdef01234567";
        for (text, source, target) in [
            ("main", "main", None),
            ("+main:", "main", None),
            (":refs/x/y", "HEAD", Some("refs/x/y")),
            ("refs/pull/*/head:refs/pr/*", "refs/pull/*/head", Some("refs/pr/*")),
            (&format!("{hash}:refs/heads/x"), hash, Some("refs/heads/x")),
        ] {
            let read = read(text).unwrap().remove(0);
            assert_eq!((&read.source[..], read.target.as_deref()), (source, target), "{text}");
        }
        let read = read(" refs/heads/*:refs/x/*\n^refs/heads/y ").unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!(read[0].star("refs/heads/a/b"), Some("a/b"));
        assert_eq!(read[0].star("refs/tags/a"), None);
        assert_eq!((read[1].negative, read[1].star("refs/heads/y")), (true, Some("")));
    }

    #[test]
    fn what_git_refuses_is_refused() {
        for text in
            ["refs/heads/*", "a:b*", "a*:b", "*a*:*b*", "a..b", "a:b c:d~", "^a:b", "^a", "a:/b", "a::b"]
        {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
