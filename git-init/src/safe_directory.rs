//! `safe.directory` in the `.gitconfig` of HOME, for the steps behind this one: git takes no clone whose folder belongs to
//! somebody else, as the root of a volume does in a Pod, and as all of it does to a step of another user.

use std::ffi::OsStr;
use std::fs::{self, File, Metadata};
use std::io::{Error, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};

use creds_init::gitconfig::{section, variable};
use git2::Config;
use nix::unistd::geteuid;

use crate::credentials::home;
use crate::{git_lock, log};

/// A new file is for every user: there is no secret in it, and git ends where it may not read it.
const MODE: u32 = 0o644;

/// Has git take the clones at `folders`, whoever asks it, where HOME is one that only a Pod has: what a person's git
/// makes of a folder is up to the person.
pub fn allow<'a>(folders: impl IntoIterator<Item = &'a Path>) {
    // git asks by the real path.
    let folders: Vec<PathBuf> = folders.into_iter().filter_map(|folder| folder.canonicalize().ok()).collect();
    if folders.is_empty() {
        return;
    }
    let Some(home) = pods_home() else { return };
    let foreign = folders
        .iter()
        .any(|folder| fs::metadata(folder).is_ok_and(|folder| folder.uid() != geteuid().as_raw()));
    if let Err(error) = add(&home.join(".gitconfig"), &folders)
        && foreign
    {
        log::warn(&format!(
            "git may call the clone's owner dubious in the steps behind this one, since safe.directory cannot be set in \
             {}: {error}; set HOME to a folder that the steps share and this user may write",
            home.join(".gitconfig").display()
        ));
    }
}

/// HOME, where it is one that only a Pod has.
fn pods_home() -> Option<PathBuf> {
    home()?.canonicalize().ok().filter(|home| !is_a_persons(home))
}

/// Whether somebody in the list of users has it for a home.
fn is_a_persons(home: &Path) -> bool {
    let users = fs::read("/etc/passwd").unwrap_or_default();
    let homes = users.split(|&byte| byte == b'\n').filter_map(|user| user.split(|&byte| byte == b':').nth(5));
    homes
        .filter(|home| !home.is_empty())
        .filter_map(|home| Path::new(OsStr::from_bytes(home)).canonicalize().ok())
        // Users that no person logs in as have the root for one, which is also what a Pod without a list of users has.
        .any(|other| other == home && other != Path::new("/"))
}

/// Writes what is not there yet, whole or not at all, under git's own lock.
fn add(file: &Path, folders: &[PathBuf]) -> Result<(), Error> {
    // One that links to another place is written there, so that the link stays.
    let file = &file.canonicalize().unwrap_or_else(|_| file.to_owned());
    if missing(file, folders)?.is_empty() {
        return Ok(());
    }
    // Whoever had the lock may have written the same.
    git_lock::write_when_free(file, |lock| write(lock, file, &missing(file, folders)?))
}

/// The folders that the file does not allow, with their names in text.
fn missing<'a>(file: &Path, folders: &'a [PathBuf]) -> Result<Vec<&'a str>, Error> {
    let allowed = if file.exists() { allowed(file).map_err(Error::other)? } else { Vec::new() };
    let text =
        |folder: &'a PathBuf| folder.to_str().ok_or_else(|| Error::other("the clone's path is no text"));
    let mut folders = folders.iter().map(text).collect::<Result<Vec<_>, _>>()?;
    folders.retain(|folder| !allowed.iter().any(|allowed| allowed == folder || allowed == "*"));
    Ok(folders)
}

fn allowed(file: &Path) -> Result<Vec<String>, git2::Error> {
    let mut allowed = Vec::new();
    Config::open(file)?.multivar("safe.directory", None)?.for_each(|entry| match entry.value() {
        // It takes away what stands before it.
        Ok("") => allowed.clear(),
        Ok(value) => allowed.push(value.to_owned()),
        Err(_) => {}
    })?;
    Ok(allowed)
}

/// Writes what `file` holds and the folders behind it, for the owner and with the permissions that it has.
fn write(lock: &mut File, file: &Path, folders: &[&str]) -> Result<(), Error> {
    let mut content = Vec::new();
    let mut mode = MODE;
    if let Ok(there) = fs::metadata(file) {
        content = fs::read(file)?;
        mode = there.permissions().mode();
        give(lock, &there)?;
    }
    lock.set_permissions(fs::Permissions::from_mode(mode))?;
    if !folders.is_empty() {
        if !content.is_empty() && !content.ends_with(b"\n") {
            content.push(b'\n');
        }
        let mut ours = String::new();
        section(&mut ours, "safe", "");
        for folder in folders {
            variable(&mut ours, "directory", folder);
        }
        content.extend_from_slice(ours.as_bytes());
    }
    lock.write_all(&content)
}

/// Makes the file `there`'s owner's, who could no longer read it otherwise.
fn give(file: &File, there: &Metadata) -> Result<(), Error> {
    let own = file.metadata()?;
    if (own.uid(), own.gid()) == (there.uid(), there.gid()) {
        return Ok(());
    }
    // A group of somebody else's may be out of reach, and a file that all may read needs none.
    let open = there.permissions().mode() & 0o444 == 0o444;
    match fchown(file, Some(there.uid()), Some(there.gid())) {
        Err(_) if open => Ok(()),
        done => done,
    }
}
