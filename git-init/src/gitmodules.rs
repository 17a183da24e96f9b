//! The submodules of a checked-out commit, as `.gitmodules` names them; what could reach outside is refused.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use git2::{Config, Oid, Repository};

use crate::failure::{Failure, Stage};
use crate::index_entry::{is_file, is_submodule};
use crate::log;

/// A submodule of the commit that is checked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submodule {
    /// Its name: where its repository is kept below `.git/modules`.
    pub name: String,
    /// Its folder in the working tree.
    pub path: PathBuf,
    /// Its URL as written, which may be relative.
    pub url: String,
    /// The commit that it has to be at.
    pub commit: Oid,
}

/// The name of the file, which counts at the top only.
const FILE: &str = ".gitmodules";

/// The submodules in the order of their paths, without those that `update = none` leaves out.
///
/// # Errors
/// When `.gitmodules` cannot be read, or names something that it must not.
pub fn read(repository: &Repository, workdir: &Path) -> Result<Vec<Submodule>, Failure> {
    let index = repository.index().map_err(|error| refuse(error.message()))?;
    let links: BTreeMap<PathBuf, Oid> = index
        .iter()
        .filter(is_submodule)
        .filter_map(|entry| Some((PathBuf::from(String::from_utf8(entry.path).ok()?), entry.id)))
        .collect();
    if links.is_empty() {
        return Ok(Vec::new());
    }
    let sections = match fs::symlink_metadata(workdir.join(FILE)) {
        Ok(found) if found.is_file() => sections(&workdir.join(FILE))?,
        Ok(_) => return Err(refuse(".gitmodules is no plain file")),
        Err(_) => sections_of_index(repository)?,
    };
    let mut submodules = Vec::new();
    for (path, commit) in links {
        let section = sections.iter().find(|(_, section)| section.get("path").map(Path::new) == Some(&path));
        let Some((name, section)) = section else {
            log::warn(&format!("{} is left empty: .gitmodules does not name it", path.display()));
            continue;
        };
        if section.get("update").is_some_and(|update| update == "none") {
            continue;
        }
        let url = section.get("url").cloned().unwrap_or_default();
        check(name, &path, &url)?;
        submodules.push(Submodule { name: name.clone(), path, url, commit });
    }
    Ok(submodules)
}

type Section = BTreeMap<String, String>;

/// The sections of the `.gitmodules` that a sparse checkout has left out.
fn sections_of_index(repository: &Repository) -> Result<BTreeMap<String, Section>, Failure> {
    let index = repository.index().map_err(|error| unreadable(&error))?;
    let entry = index.get_path(Path::new(FILE), 0).filter(is_file);
    let Some(entry) = entry else { return Ok(BTreeMap::new()) };
    let blob = repository.find_blob(entry.id).map_err(|error| unreadable(&error))?;
    // libgit2 reads a configuration from files only.
    let copy = repository.path().join("gitmodules.read");
    fs::write(&copy, blob.content())
        .map_err(|error| refuse(&format!("cannot write {}: {error}", copy.display())))?;
    let sections = sections(&copy);
    // Left there it would do no harm.
    let _ = fs::remove_file(&copy);
    sections
}

fn unreadable(error: &git2::Error) -> Failure {
    refuse(&format!("cannot read .gitmodules: {}", error.message()))
}

/// The sections of a `.gitmodules` by the names of the submodules.
fn sections(file: &Path) -> Result<BTreeMap<String, Section>, Failure> {
    let mut sections = BTreeMap::new();
    let config = Config::open(file).map_err(|error| unreadable(&error))?;
    let mut entries =
        config.entries(Some(r"^submodule\..*\.(path|url|update)$")).map_err(|error| unreadable(&error))?;
    while let Some(entry) = entries.next() {
        let entry = entry.map_err(|error| unreadable(&error))?;
        let (Ok(key), Ok(value)) = (entry.name(), entry.value()) else { continue };
        if let Some((name, key)) = key.strip_prefix("submodule.").and_then(|key| key.rsplit_once('.')) {
            let section: &mut Section = sections.entry(name.to_owned()).or_default();
            section.insert(key.to_owned(), value.to_owned());
        }
    }
    Ok(sections)
}

/// Refuses what could lead out of the clone, or be taken for an option by a program.
fn check(name: &str, path: &Path, url: &str) -> Result<(), Failure> {
    let plain = |path: &Path| path.components().all(|part| matches!(part, Component::Normal(_)));
    if name.is_empty() || name.contains('\\') || name.starts_with('-') || !plain(Path::new(name)) {
        return Err(refuse(&format!("the submodule name {name:?} is not safe")));
    }
    let git = |part: Component<'_>| part.as_os_str().eq_ignore_ascii_case(".git");
    if !plain(path) || path.components().any(git) || path.as_os_str().as_encoded_bytes().starts_with(b"-") {
        return Err(refuse(&format!("the submodule path {} is not safe", path.display())));
    }
    if url.is_empty() || url.starts_with('-') || url.chars().any(char::is_control) || url.contains("%0") {
        return Err(refuse(&format!("the URL {url:?} of the submodule {name} is not safe")));
    }
    Ok(())
}

fn refuse(cause: &str) -> Failure {
    Failure::local(
        Stage::CheckOut,
        cause,
        "correct it in the repository, or leave it out with -submodules=false",
    )
}

#[cfg(test)]
mod tests {
    use super::check;
    use std::path::Path;

    #[test]
    fn what_is_safe_and_what_is_not() {
        assert!(check("lib/a b", Path::new("third party/x"), "../x.git").is_ok());
        for name in ["", "..", "../x", "a/../../b", "/etc", "-x", "a\\..\\b", "."] {
            assert!(check(name, Path::new("p"), "u").is_err(), "{name}");
        }
        for path in ["../x", "/etc", ".git/hooks", "a/.GIT/b", "-p"] {
            assert!(check("n", Path::new(path), "u").is_err(), "{path}");
        }
        for url in ["", "-upload-pack=x", "a\nb", "https://h/%0ax"] {
            assert!(check("n", Path::new("p"), url).is_err(), "{url}");
        }
    }
}
