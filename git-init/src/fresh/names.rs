//! Which names are what they seem on every file system.

/// Whether `name` can neither stand for `.git` or another folder, nor for a stream or device of a file: what is
/// doubtful is left to libgit2, which knows the rules of each system.
pub fn is_plain(name: &[u8]) -> bool {
    let doubtful = |byte: &u8| matches!(byte, 0..=31 | 127 | b'/' | b'\\' | b':' | b'~');
    // The first bytes, in UTF-8, of what a Mac's file system passes over in a name.
    let ignorable = |byte: &u8| matches!(byte, 0xe2 | 0xef);
    let ends_well = name.last().is_some_and(|last| !matches!(last, b'.' | b' '));
    ends_well && !name.iter().any(|byte| doubtful(byte) || ignorable(byte)) && !is_like_git(name)
}

/// Whether it begins like `.git` and does not go on as `.gitignore` and `.github` do.
fn is_like_git(name: &[u8]) -> bool {
    let begins = name.len() >= 4 && name[..4].eq_ignore_ascii_case(b".git");
    begins && !name.get(4).is_some_and(|next| next.is_ascii_lowercase() || matches!(next, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_may_be_something_else_are_doubtful() {
        for name in ["a", "a b", "-x", ".gitignore", ".github", ".git-blame-ignore-revs", "...x", "é", "git"]
        {
            assert!(is_plain(name.as_bytes()), "{name}");
        }
        for name in [
            "",
            ".",
            "..",
            ".git",
            ".GIT",
            ".giT ",
            ".git.",
            "git~1",
            "a:b",
            ".git::$INDEX_ALLOCATION",
            "a\\b",
            ".g\u{200c}it",
            "\u{feff}.git",
            "a/b",
            "a\nb",
            "con.",
            "x ",
        ] {
            assert!(!is_plain(name.as_bytes()), "{name}");
        }
    }
}
