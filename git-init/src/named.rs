//! What a name stands for among the refs of a remote, and what may have been meant where it stands for none.

use crate::advertised::Advertised;

/// Where git looks for a name that it is asked to fetch, in its order: a tag wins over a branch.
const RULES: [(&str, &str); 6] = [
    ("", ""),
    ("refs/", ""),
    ("refs/tags/", ""),
    ("refs/heads/", ""),
    ("refs/remotes/", ""),
    ("refs/remotes/", "/HEAD"),
];

/// How many names an error suggests.
const SUGGESTED: usize = 3;

/// The full names that `name` may stand for, in git's order.
pub fn full_names(name: &str) -> impl Iterator<Item = String> {
    RULES.iter().map(move |(before, after)| format!("{before}{name}{after}"))
}

/// The refs of the remote that `name` may stand for, in git's order.
pub fn named<'a>(refs: &'a [Advertised], name: &str) -> impl Iterator<Item = &'a Advertised> {
    // git's own word for HEAD. And what a tag points to is shown as if it were a ref, but nobody can ask for it.
    let name = if name == "@" { "HEAD" } else { name };
    let asked = full_names(name).filter(|name| !name.ends_with("^{}"));
    asked.filter_map(|name| refs.iter().find(|shown| shown.name == name))
}

/// Branches and tags whose names share the most with what was asked for.
pub fn suggestion(refs: &[Advertised], revision: &str) -> String {
    let asked = revision.rsplit('/').next().unwrap_or(revision).to_lowercase();
    let mut near: Vec<&str> = refs
        .iter()
        .filter_map(|shown| {
            shown.name.strip_prefix("refs/heads/").or_else(|| shown.name.strip_prefix("refs/tags/"))
        })
        .filter(|name| !name.ends_with("^{}"))
        .filter(|name| name.to_lowercase().contains(&asked) || asked.contains(&name.to_lowercase()))
        .collect();
    near.truncate(SUGGESTED);
    if near.is_empty() {
        "is it spelled right in -revision, and pushed?".into()
    } else {
        format!("did you mean {}?", near.join(" or "))
    }
}
