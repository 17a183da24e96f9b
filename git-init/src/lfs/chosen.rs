//! Which files are to have their content: `lfs.fetchinclude` and `lfs.fetchexclude`.

use gix_glob::pattern::Case;
use gix_glob::{Pattern, wildmatch};

use super::lfsconfig::Settings;

/// The patterns, which are those of a `.gitignore` without `!`.
pub struct Chosen {
    include: Vec<Pattern>,
    exclude: Vec<Pattern>,
}

impl Chosen {
    /// What the configuration says.
    pub fn read(settings: &Settings) -> Self {
        let patterns = |name: &str| patterns(&settings.by_either(name).unwrap_or_default());
        Self { include: patterns("lfs.fetchinclude"), exclude: patterns("lfs.fetchexclude") }
    }

    /// Whether the file at `path` is to have its content.
    pub fn has(&self, path: &[u8]) -> bool {
        (self.include.is_empty() || fits(&self.include, path)) && !fits(&self.exclude, path)
    }
}

/// A list with commas between its patterns. That a pattern ends in a slash means nothing, as in git-lfs.
fn patterns(list: &str) -> Vec<Pattern> {
    let patterns = list.split(',').map(str::trim);
    let patterns = patterns.map(|pattern| pattern.strip_suffix(['/', '\\']).unwrap_or(pattern));
    patterns.filter_map(|pattern| Pattern::from_bytes_without_negation(pattern.as_bytes())).collect()
}

/// Whether a pattern fits the file, or a folder that it is in.
fn fits(patterns: &[Pattern], path: &[u8]) -> bool {
    let ends = path.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| (at, true));
    ends.chain([(path.len(), false)]).any(|(end, is_folder)| {
        let path = &path[..end];
        let name = path.iter().rposition(|&byte| byte == b'/').map(|slash| slash + 1);
        let slashes = wildmatch::Mode::NO_MATCH_SLASH_LITERAL;
        patterns.iter().any(|pattern| {
            pattern.matches_repo_relative_path(path.into(), name, Some(is_folder), Case::Sensitive, slashes)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_those_of_gitignore() {
        for (include, exclude, path, has) in [
            ("", "", "a", true),
            (" , ", "", "a", true),
            ("*.bin", "", "x/y.bin", true),
            ("*.bin", "", "x/y.txt", false),
            ("docs", "", "a/docs/b/c", true),
            ("/docs", "", "a/docs/b", false),
            ("a/docs/", "", "a/docs/b", true),
            ("a/*", "", "a/b/c", true),
            ("a, b", "", "b/x", true),
            ("**/c", "", "a/b/c", true),
            ("", "a/b", "a/b/c", false),
            ("a", "a/b", "a/b/c", false),
            ("a", "a/b", "a/c", true),
            ("!a", "", "b", false),
        ] {
            let chosen = Chosen { include: patterns(include), exclude: patterns(exclude) };
            assert_eq!(chosen.has(path.as_bytes()), has, "{include} {exclude} {path}");
        }
    }
}
