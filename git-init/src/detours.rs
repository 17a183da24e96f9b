//! What stands in the place of folders. libgit2 writes files through links that are there, and removes files behind them,
//! wherever they lead; what else stands there it removes together with the folder's files. git does neither.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, ErrorKind};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use git2::{Delta, Error, ErrorClass, ErrorCode, ObjectType, Repository, Tree};

use crate::plain_folders;

/// What is put aside: where it was, and where it is.
pub struct Aside(Vec<(PathBuf, PathBuf)>);

/// Makes the way free for a checkout of `tree`: links in the place of its folders go; what stands in the place of other
/// folders, those that are checked out, is put aside.
///
/// # Errors
/// When a tree cannot be read, or what is in the way not moved.
pub fn take_away(repository: &Repository, tree: &Tree<'_>) -> Result<Aside, Error> {
    let mut moving = Moving { repository, aside: Vec::new() };
    let Some(workdir) = repository.workdir() else { return Ok(Aside(moving.aside)) };
    let mut below = |tree: &Tree<'_>, take: Take| moving.below(tree, Path::new(""), workdir, take);
    below(tree, Take::Links)?;
    if let Ok(before) = repository.head().and_then(|head| head.peel_to_tree()) {
        below(&before, Take::All)?;
        make_folders(repository, workdir, &before, tree)?;
    }
    let mut folders = BTreeSet::new();
    for entry in repository.index()?.iter() {
        let above = Path::new(OsStr::from_bytes(&entry.path)).ancestors().skip(1);
        // Where one is known, so are those that it is in.
        let named = above.take_while(|folder| !folder.as_os_str().is_empty());
        named.map(Path::to_owned).map_while(|folder| folders.insert(folder).then_some(())).for_each(drop);
    }
    // Each comes behind those that it is in, through which no link leads by then.
    folders.iter().try_for_each(|folder| moving.look(&workdir.join(folder), Take::All).map(drop))?;
    Ok(Aside(moving.aside))
}

/// What is taken from the place of a folder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Take {
    /// Links, for good: a folder comes in their place. libgit2 does that with files.
    Links,
    /// All but folders, until the checkout is done.
    All,
}

struct Moving<'a> {
    repository: &'a Repository,
    aside: Vec<(PathBuf, PathBuf)>,
}

impl Moving<'_> {
    /// Looks at the folders of `tree`, which is `folder`, and at theirs.
    fn below(&mut self, tree: &Tree<'_>, folder: &Path, workdir: &Path, take: Take) -> Result<(), Error> {
        for entry in tree {
            let path = folder.join(OsStr::from_bytes(entry.name_bytes()));
            match entry.kind() {
                // Submodules are folders too.
                Some(ObjectType::Commit) => drop(self.look(&workdir.join(path), take)?),
                Some(ObjectType::Tree) if self.look(&workdir.join(&path), take)? => {
                    self.below(&self.repository.find_tree(entry.id())?, &path, workdir, take)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Takes away what stands at `place`; says whether there is a folder.
    fn look(&mut self, place: &Path, take: Take) -> Result<bool, Error> {
        let Ok(found) = fs::symlink_metadata(place) else { return Ok(false) };
        let taken = match take {
            _ if found.is_dir() => return Ok(true),
            Take::Links if found.is_symlink() => fs::remove_file(place),
            Take::Links => Ok(()),
            Take::All => self.put_aside(place),
        };
        taken.map(|()| false).map_err(|error| immovable(place, &error))
    }

    /// Into the repository's own folder, where it is found should this process be killed.
    fn put_aside(&mut self, place: &Path) -> io::Result<()> {
        let names = (0..).map(|number: u32| self.repository.path().join(format!("git-init-aside-{number}")));
        let free = |name: &PathBuf| fs::symlink_metadata(name).is_err();
        let name = names.into_iter().find(free).ok_or(ErrorKind::AlreadyExists)?;
        fs::rename(place, &name)?;
        self.aside.push((place.to_owned(), name));
        Ok(())
    }
}

/// Makes empty folders of what is a file in one of the trees and a folder in the other one, where nothing is now: libgit2
/// fails to write these, or leaves them out without a word. It fails at a folder that has other files in it, too, where a
/// file comes; git removes them.
fn make_folders(
    repository: &Repository,
    workdir: &Path,
    before: &Tree<'_>,
    tree: &Tree<'_>,
) -> Result<(), Error> {
    for delta in repository.diff_tree_to_tree(Some(before), Some(tree), None)?.deltas() {
        let (file, other) = match delta.status() {
            Delta::Deleted => (delta.old_file(), tree),
            Delta::Added => (delta.new_file(), before),
            _ => continue,
        };
        let Some(path) = file.path() else { continue };
        let place = workdir.join(path);
        let found = fs::symlink_metadata(&place).ok();
        let full = found.as_ref().is_some_and(fs::Metadata::is_dir) && delta.status() == Delta::Added;
        let is_folder = || other.get_path(path).is_ok_and(|entry| entry.kind() == Some(ObjectType::Tree));
        if (full || found.is_none()) && is_folder() {
            let emptied = if full { fs::remove_dir_all(place) } else { Ok(()) };
            emptied
                .and_then(|()| plain_folders::make(workdir, path))
                .map_err(|error| immovable(path, &error))?;
        }
    }
    Ok(())
}

fn immovable(place: &Path, error: &io::Error) -> Error {
    let message = format!("cannot make way for the folder {}: {error}", place.display());
    Error::new(ErrorCode::GenericError, ErrorClass::Os, message)
}

impl Aside {
    /// Puts it back, where nothing is in its place now: it belongs to somebody.
    pub fn put_back(self, repository: &Repository) {
        let Some(workdir) = repository.workdir() else { return };
        for (place, kept) in self.0 {
            if fs::symlink_metadata(&place).is_ok() {
                let _ = fs::remove_file(kept);
                continue;
            }
            let folder = place.parent().and_then(|folder| folder.strip_prefix(workdir).ok());
            // What cannot be put back is still there.
            if folder.is_some_and(|folder| plain_folders::make(workdir, folder).is_ok()) {
                let _ = fs::rename(kept, place);
            }
        }
    }
}
