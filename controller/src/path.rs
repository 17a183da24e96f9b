//! Paths inside a Pod, as text.

use std::borrow::Cow;

/// A path without what does not change it: `//`, `.`, `x/..` and the last `/`. Symbolic links do not count.
pub(crate) fn clean(path: &str) -> Cow<'_, str> {
    let mut parts = path.strip_prefix('/').unwrap_or_default().split('/');
    // Most paths are clean as they are.
    if parts.all(|part| !["", ".", ".."].contains(&part)) {
        return Cow::Borrowed(path);
    }
    let rooted = path.starts_with('/');
    let mut kept: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if kept.last().is_some_and(|last| *last != "..") => {
                kept.pop();
            }
            ".." if rooted => {}
            part => kept.push(part),
        }
    }
    let joined = kept.join("/");
    Cow::Owned(if rooted { format!("/{joined}") } else { joined })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_cleaned_as_go_cleans_them() {
        for (path, want) in [
            ("/workspace/", "/workspace"),
            ("//workspace/./a/..", "/workspace"),
            ("/../workspace", "/workspace"),
            ("/", "/"),
            ("a/../../b", "../b"),
        ] {
            assert_eq!(clean(path), want);
        }
    }
}
