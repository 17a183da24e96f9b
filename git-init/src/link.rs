//! Cloning a repository that is on this machine: its objects are linked, not packed anew.
//!
//! libgit2's local transport packs the whole history, minutes for what a hard link does at once, and knows no
//! depth. So the clone has the whole history, as git's own clone of a path has.

use std::fs;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

use git2::{Direction, Oid, Repository, RepositoryOpenFlags};

use crate::advertised::{self, Advertised};
use crate::failure::{Failure, Stage};
use crate::leftovers::{self, UNLINKED};
use crate::new_refs::NewRefs;
use crate::plan::Plan;
use crate::revision::{self, Wanted};
use crate::verify::Verified;
use crate::{fetched, mapped, object_format, refs, stop};

/// Makes the objects of the repository at `source` the clone's too, and updates the clone's refs; gives what
/// the revision means, and the commit.
///
/// # Errors
/// When there is no repository, or its files cannot be read or linked.
pub fn fetch(repository: &mut Repository, source: &Path, plan: &Plan<'_>) -> Result<(Wanted, Oid), Failure> {
    let origin = open(source)?;
    object_format::adopt(repository, origin.object_format())?;
    let repository = &*repository;
    let read = |error: git2::Error| {
        let cause = format!("cannot read {}: {}", source.display(), error.message());
        Failure::local(Stage::Fetch, cause, "may this user read the repository?")
    };
    let mut remote = repository.remote_anonymous(&origin.path().display().to_string()).map_err(read)?;
    remote.connect(Direction::Fetch).map_err(read)?;
    let heads = remote.list().map_err(read)?;
    object_format::agree(repository, heads)?;
    let shown = advertised::read(heads);
    let format = repository.object_format();
    let mapped = mapped::map(plan.refspecs, &shown, format)?;
    let resolved = || revision::resolve(&shown, plan.revision, format);
    let wanted = plan.refspecs.is_empty().then(resolved).transpose()?;
    leftovers::remove(repository);
    link_objects(&origin, repository).map_err(|error| {
        let cause = format!("cannot link or copy the objects of {}: {error}", source.display());
        Failure::local(Stage::Fetch, cause, "may this user read them, and is there room?")
    })?;
    let Some(wanted) = wanted else {
        let wanted = fetched::revision(repository, &mapped, &shown, plan.revision)?;
        let commit = refs::commit(repository, &wanted)?;
        verify(repository, &shown, plan, commit)?;
        fetched::update(repository, &mapped, &shown, &wanted)?;
        return Ok((wanted, commit));
    };
    let commit = refs::commit(repository, &wanted)?;
    verify(repository, &shown, plan, commit)?;
    refs::update(repository, &wanted, commit, &shown, NewRefs::of(repository).as_ref())?;
    Ok((wanted, commit))
}

/// Holds the commit against `-verifyRef`. All that the source has is here already.
fn verify(
    repository: &Repository,
    shown: &[Advertised],
    plan: &Plan<'_>,
    commit: Oid,
) -> Result<(), Failure> {
    if plan.verify_ref.is_empty() {
        return Ok(());
    }
    Verified { name: plan.verify_ref, commit, stepwise: false }.check_here(repository, shown)
}

/// Opens the repository at `source`, or at `source.git`, but never one further up.
///
/// # Errors
/// When there is none.
pub fn open(source: &Path) -> Result<Repository, Failure> {
    let mut with_suffix = source.as_os_str().to_owned();
    with_suffix.push(".git");
    let mut opened = Repository::open(source);
    if opened.is_err() {
        let none: [&str; 0] = [];
        opened = Repository::open_ext(with_suffix, RepositoryOpenFlags::NO_SEARCH, none).or(opened);
    }
    opened.map_err(|error| {
        let cause = format!("{} is no repository: {}", source.display(), error.message());
        Failure::local(Stage::Fetch, cause, "is the path in -url right, and mounted?")
    })
}

/// Links or copies all objects, those that `origin` borrows from others too, and its shallow boundary.
fn link_objects(origin: &Repository, clone: &Repository) -> Result<(), Error> {
    let to = clone.commondir().join("objects");
    let mut stores = vec![origin.commondir().join("objects")];
    let mut seen = Vec::new();
    while let Some(store) = stores.pop() {
        let store = store.canonicalize()?;
        if seen.contains(&store) {
            continue;
        }
        stores.extend(alternates(&store));
        link_folder(&store, &to)?;
        seen.push(store);
    }
    let shallow = origin.commondir().join("shallow");
    match fs::copy(&shallow, clone.commondir().join("shallow")) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The other stores that a store borrows objects from.
fn alternates(store: &Path) -> Vec<PathBuf> {
    let list = fs::read_to_string(store.join("info/alternates")).unwrap_or_default();
    list.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| store.join(line))
        .collect()
}

/// Links the loose objects and the packs of one store.
fn link_folder(store: &Path, to: &Path) -> Result<(), Error> {
    for entry in fs::read_dir(store)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let loose = name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !loose && name != "pack" {
            continue; // info/ says what is true of the other store only
        }
        fs::create_dir_all(to.join(&*name))?;
        let mut files = fs::read_dir(entry.path())?.collect::<Result<Vec<_>, _>>()?;
        // A pack counts once its index is there: the index comes last.
        files.sort_by_key(|file| file.path().extension().is_some_and(|extension| extension == "idx"));
        for file in files {
            link(&file.path(), &to.join(&*name).join(file.file_name()))?;
        }
    }
    Ok(())
}

/// Links one file, or copies it where links are not possible (another volume, another owner's file).
fn link(from: &Path, to: &Path) -> Result<(), Error> {
    if !stop::go_on() {
        return Err(Error::new(ErrorKind::Interrupted, "stopped"));
    }
    let name = from.file_name().unwrap_or_default().to_string_lossy();
    if name.starts_with("tmp_") || name == "multi-pack-index" {
        return Ok(()); // half-written, or about packs that may not all be here
    }
    // A link to somewhere else could bring in a file that the repository does not own.
    if !fs::symlink_metadata(from)?.is_file() {
        return Err(Error::other(format!("{} is no plain file", from.display())));
    }
    match fs::hard_link(from, to) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(_) => {
            // Whole or not at all: a half-written object would be taken for a broken one.
            let staged = to.with_file_name(format!("{UNLINKED}{name}"));
            fs::copy(from, &staged)?;
            fs::rename(staged, to)
        }
        Ok(()) => Ok(()),
    }
}
