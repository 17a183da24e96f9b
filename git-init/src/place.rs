//! The folder to fill: empty, or a clone already.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use git2::{Repository, RepositoryInitOptions};

use crate::failure::{Failure, Stage};

/// What a fresh ext4 volume has by itself.
pub const LOST_AND_FOUND: &str = "lost+found";

/// How many foreign files an error lists.
const LISTED: usize = 3;

/// The settings of a new clone. libgit2 would write these itself, each by a lock, a read and a rename of the whole file;
/// where they are there it only looks at them, and writes those for which the file system wants something else.
pub const SETTINGS: &str = "[core]\n\tbare = false\n\trepositoryformatversion = 0\n\tfilemode = true\n\tlogallrefupdates = true\n\
                        \tprotectHFS = true\n";

/// Opens the clone at `path`, or makes an empty repository there.
///
/// # Errors
/// When the folder cannot be written.
pub fn open(path: &Path) -> Result<Repository, Failure> {
    let git = path.join(".git");
    // What cannot be made, libgit2 says best.
    if !git.exists() && fs::create_dir_all(&git).is_ok() {
        let _ = fs::write(git.join("config"), SETTINGS);
    }
    let mut options = RepositoryInitOptions::new();
    // No template: whatever the machine has there is not the repository's.
    options.external_template(false).no_reinit(false).mkpath(true);
    Repository::init_opts(path, &options).map_err(|error| {
        let cause = format!("cannot make a repository in {}: {}", path.display(), error.message());
        Failure::local(Stage::Prepare, cause, "is the volume writable for this user (fsGroup, readOnly)?")
    })
}

/// Deletes what is in the folder at `path`, but not the folder itself: it may be a mount.
///
/// # Errors
/// When something cannot be deleted, or when it is the root of all.
pub fn delete(path: &Path) -> Result<(), Failure> {
    let failed = |error: std::io::Error| {
        let cause = format!("cannot empty {}: {error}", path.display());
        Failure::local(Stage::Prepare, cause, "may this user delete what is there?")
    };
    let path = match path.canonicalize() {
        Ok(path) if path.parent().is_none() => {
            let cause = "-deleteExisting would delete all files of the machine";
            return Err(Failure::local(Stage::Prepare, cause, "give a -path below /"));
        }
        Ok(path) => path,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
    };
    for entry in fs::read_dir(&path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_name() == LOST_AND_FOUND {
            continue;
        }
        // Neither follows a link out of the folder.
        let folder = entry.file_type().map_err(failed)?.is_dir();
        if folder { fs::remove_dir_all(entry.path()) } else { fs::remove_file(entry.path()) }
            .map_err(failed)?;
    }
    Ok(())
}

/// Whether there is a clone in the folder at `path`, or nothing.
///
/// # Errors
/// When files of someone else are there.
pub fn holds_clone(path: &Path) -> Result<bool, Failure> {
    let git = path.join(".git");
    match fs::symlink_metadata(&git) {
        Ok(found) if found.is_dir() => return Ok(true),
        Ok(_) => {
            let cause = format!("{} is not a folder but points elsewhere", git.display());
            return Err(Failure::local(Stage::Prepare, cause, "clone into another folder"));
        }
        Err(_) => {}
    }
    let foreign = match foreign(path) {
        Ok(foreign) => foreign,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => {
            let cause = format!("cannot read {}: {error}", path.display());
            return Err(Failure::local(Stage::Prepare, cause, "may this user read the volume?"));
        }
    };
    if foreign.is_empty() {
        return Ok(false);
    }
    let more = foreign.len().saturating_sub(LISTED);
    let list = foreign[..foreign.len().min(LISTED)].join(", ");
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let cause = format!("{} is not empty and no clone: it holds {list}{more}", path.display());
    Err(Failure::local(Stage::Prepare, cause, "empty it or give another -path"))
}

/// The names in a folder, sorted, but for what a fresh ext4 volume has by itself.
fn foreign(path: &Path) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(path)? {
        let name = entry?.file_name();
        if name != LOST_AND_FOUND {
            names.push(name.display().to_string());
        }
    }
    names.sort();
    Ok(names)
}
