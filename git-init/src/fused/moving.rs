//! Files that are written already come into the folder.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use git2::Repository;
use nix::sys::stat::lstat;
use packs::Id;

use super::temporary::Temporary;
use crate::fresh::listing::{File, Listing};
use crate::fresh::writing::{self, Stat, Unwritten};
use crate::progress::Progress;

/// Files that are written, but not in their place yet.
#[derive(Debug)]
pub struct Ahead {
    /// The folder that `files` in it are below.
    pub(super) temporary: Temporary,
    /// Each after those that it is in.
    pub(super) folders: Vec<Vec<u8>>,
    pub(super) files: Vec<(File, Stat)>,
    /// The commit, if all of its folders and files have come, and its links.
    pub(super) whole: Option<Id>,
}

impl Ahead {
    /// Writes what is missing of `listing`, and moves all of it to `workdir`, where nothing is yet; gives what the file
    /// system says of the files and, behind these, the links, in their order.
    pub fn put(
        self,
        repository: &Repository,
        workdir: &Path,
        listing: &Listing,
        progress: &mut Progress,
    ) -> Result<Vec<Stat>, Unwritten> {
        let root = self.temporary.join("files");
        let (rest, mut stats) = self.missing(listing).ok_or(Unwritten::InTheWay)?;
        let mut written = writing::write(repository, &root, &rest, progress)?.into_iter();
        for stat in stats.iter_mut().filter(|stat| stat.is_none()) {
            *stat = written.next();
        }
        let mut stats: Vec<Stat> = stats.into_iter().flatten().chain(written).collect();
        move_in(&root, workdir).map_err(|_| Unwritten::InTheWay)?;
        // Being moved is a change to what was moved itself; what is further down has not noticed.
        for (file, stat) in listing.files.iter().chain(&listing.links).zip(&mut stats) {
            if !file.path.contains(&b'/') {
                *stat = lstat(&workdir.join(writing::path(&file.path))).map_err(|_| Unwritten::InTheWay)?;
            }
        }
        Ok(stats)
    }

    /// What of `listing` is still to be written, and what is known of its files; nothing if there is anything here that is
    /// not listed.
    fn missing(&self, listing: &Listing) -> Option<(Listing, Vec<Option<Stat>>)> {
        let mut folders: HashSet<_> = self.folders.iter().map(Vec::as_slice).collect();
        let mut files: HashMap<&[u8], _> =
            self.files.iter().map(|(file, stat)| (&file.path[..], (file, stat))).collect();
        let mut rest = Listing { links: listing.links.clone(), ..Listing::default() };
        for folder in &listing.folders {
            if !folders.remove(folder.as_os_str().as_encoded_bytes()) {
                rest.folders.push(folder.clone());
            }
        }
        let mut stats = Vec::with_capacity(listing.files.len());
        for file in &listing.files {
            let known = files.remove(&file.path[..]).filter(|(written, _)| *written == file);
            if known.is_none() {
                rest.files.push(file.clone());
            }
            stats.push(known.map(|(_, stat)| *stat));
        }
        (folders.is_empty() && files.is_empty()).then_some((rest, stats))
    }
}

/// Moves all that is in the folder `from` to the folder `to`, in place of nothing.
fn move_in(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (old, new) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            // It never takes the place of a file, nor of a folder with something in it.
            fs::rename(old, new)?;
            continue;
        }
        match fs::hard_link(&old, &new) {
            Ok(()) => fs::remove_file(old)?,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(error),
            // There are file systems without hard links.
            Err(_) if fs::symlink_metadata(&new).is_err() => fs::rename(old, new)?,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
