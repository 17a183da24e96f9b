//! Which files a sparse checkout has: the patterns of `.git/info/sparse-checkout`, read as git reads them.

use std::fs;
use std::path::PathBuf;

use git2::{Config, ConfigLevel, Repository};
use gix_glob::pattern::Case;
use gix_glob::{Pattern, wildmatch};

use crate::failure::{Failure, Stage};
use crate::unwritten;

/// The configuration that says whether a checkout is sparse.
const SPARSE: &str = "core.sparseCheckout";

/// The configuration that says whether the patterns are folders only, in the form that `git sparse-checkout`
/// writes.
const CONE: &str = "core.sparseCheckoutCone";

/// The patterns of one repository.
pub struct Patterns(Vec<Pattern>);

/// Makes the checkout of `repository` sparse: `list` are the patterns, with commas between them. An empty list
/// leaves all as it is.
///
/// # Errors
/// When `.git` cannot be written.
pub fn configure(repository: &Repository, list: &str) -> Result<(), Failure> {
    let patterns: Vec<&str> = list.split(',').map(str::trim).filter(|pattern| !pattern.is_empty()).collect();
    if patterns.is_empty() {
        return Ok(());
    }
    let failed = |what: String| Failure::local(Stage::CheckOut, what, unwritten::VOLUME);
    let path = file(repository);
    path.parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(&path, patterns.join("\n") + "\n"))
        .map_err(|error| failed(format!("cannot write {}: {error}", path.display())))?;
    set(repository).map_err(|error| failed(format!("cannot write .git/config: {}", error.message())))
}

fn set(repository: &Repository) -> Result<(), git2::Error> {
    let mut config: Config = repository.config()?.open_level(ConfigLevel::Local)?;
    config.set_bool(SPARSE, true)?;
    // Only where the clone is told otherwise: patterns may be more than folders.
    if repository.config()?.get_bool(CONE).unwrap_or(false) {
        config.set_bool(CONE, false)?;
    }
    Ok(())
}

/// The patterns where the checkout of `repository` is sparse, by `-sparseCheckoutDirectories` or because git
/// made it so.
///
/// # Errors
/// When the configuration or the patterns cannot be read.
pub fn patterns(repository: &Repository) -> Result<Option<Patterns>, Failure> {
    let config = repository.config().map_err(|error| {
        Failure::local(Stage::CheckOut, error.message(), "may this user read the configuration of git?")
    })?;
    if !config.get_bool(SPARSE).unwrap_or(false) {
        return Ok(None);
    }
    let path = file(repository);
    match fs::read(&path) {
        Ok(text) => Ok(Some(Patterns::read(&text))),
        // As in git: without the file all files are there.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let cause = format!("cannot read {}: {error}", path.display());
            Err(Failure::local(Stage::CheckOut, cause, "may this user read the clone?"))
        }
    }
}

fn file(repository: &Repository) -> PathBuf {
    repository.path().join("info/sparse-checkout")
}

impl Patterns {
    /// Reads the lines of the file.
    fn read(text: &[u8]) -> Self {
        let lines = text.split(|&byte| byte == b'\n').filter(|line| !line.starts_with(b"#"));
        Self(lines.filter_map(|line| Pattern::from_bytes(without_trailing_spaces(line))).collect())
    }

    /// What the last pattern that fits says of `path`; `None` where none does, and what is true of the folder
    /// around it is true of it too.
    pub fn decide(&self, path: &[u8], is_folder: bool) -> Option<bool> {
        let name = path.iter().rposition(|&byte| byte == b'/').map(|slash| slash + 1);
        let fits = |pattern: &&Pattern| {
            let slashes = wildmatch::Mode::NO_MATCH_SLASH_LITERAL;
            pattern.matches_repo_relative_path(path.into(), name, Some(is_folder), Case::Sensitive, slashes)
        };
        self.0.iter().rev().find(fits).map(|pattern| !pattern.is_negative())
    }
}

/// Spaces at the end count only behind a backslash.
fn without_trailing_spaces(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let end = line.iter().rposition(|&byte| byte != b' ').map_or(0, |last| last + 1);
    let escaped = line[..end].iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1;
    &line[..(end + usize::from(escaped)).min(line.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_pattern_that_fits_decides() {
        let patterns = Patterns::read(b"# all\n/*\n!/*/\n/src/\n!*.o\n\n/src/keep.o\ndocs/**/api\nb\\ \n");
        for (path, folder, decided) in [
            ("README", false, Some(true)),
            ("lib", true, Some(false)),
            ("src", true, Some(true)),
            ("src/a", false, None),
            ("src/a.o", false, Some(false)),
            ("src/keep.o", false, Some(true)),
            ("docs/x/y/api", true, Some(true)),
            ("x/b ", false, Some(true)),
            ("lib/src", true, None),
        ] {
            assert_eq!(patterns.decide(path.as_bytes(), folder), decided, "{path}");
        }
    }
}
