//! The first checkout of a clone, into a folder where nothing is yet.
//!
//! libgit2 looks each file up in the folder, in the index and in every `.gitattributes` on the way, and takes one
//! at a time. Where there is nothing to find, files can be written as they come, by a thread for each processor.
//! Whatever is not plain is left to libgit2: names that stand for something else on some file system, what is no
//! file, folder or link, files that attributes or settings change on their way, and folders where something is.

pub mod ground;
pub mod listing;
mod names;
pub mod writing;

use git2::{Error, Index, IndexEntry, IndexTime, Repository, Tree};

use crate::fused::Ahead;
use crate::progress::Progress;
use writing::Unwritten;

/// Writes the files of `tree`, of which some may be written `ahead`, and the index, and says whether it did: what it leaves is libgit2's to write, over
/// whatever files are there by then.
///
/// # Errors
/// When an object cannot be read, or a file not written.
pub fn check_out(
    repository: &Repository,
    tree: &Tree<'_>,
    ahead: Option<Ahead>,
    progress: &mut Progress,
) -> Result<bool, Error> {
    let Some(workdir) = repository.workdir() else { return Ok(false) };
    let mut index = Index::open_ext(&repository.path().join("index"), repository.object_format())?;
    // Files are written ahead only where the settings are plain.
    let plain = || ahead.is_some() || ground::is_plain(repository);
    if !index.is_empty() || !ground::is_bare(workdir) || !plain() {
        return Ok(false);
    }
    let Some(listing) = listing::read(repository, tree)? else { return Ok(false) };
    let written = match ahead {
        Some(ahead) => ahead.put(repository, workdir, &listing, progress),
        None => writing::write(repository, workdir, &listing, progress),
    };
    let written = match written {
        Ok(written) => written,
        Err(Unwritten::InTheWay) => return Ok(false),
        Err(Unwritten::Failed(error)) => return Err(error),
    };
    for (file, stat) in listing.files.iter().chain(&listing.links).zip(&written) {
        index.add(&entry(file, stat))?;
    }
    // The hash of what the index holds shows that it is the commit's tree, and puts the hashes of all folders into
    // it, which spares git from reading them.
    if index.write_tree_to(repository)? != tree.id() {
        return Ok(false);
    }
    index.write()?;
    // Whoever asks the repository for its index need not read it again.
    repository.set_index(&mut index)?;
    Ok(true)
}

/// A file as the index has it. It keeps the low 32 bits of each number, as git does.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the index has 32 bits for each")]
fn entry(file: &listing::File, stat: &writing::Stat) -> IndexEntry {
    let time = |seconds: i64, nanoseconds: i64| IndexTime::new(seconds as i32, nanoseconds as u32);
    IndexEntry {
        ctime: time(stat.st_ctime, stat.st_ctime_nsec),
        mtime: time(stat.st_mtime, stat.st_mtime_nsec),
        dev: stat.st_dev as u32,
        ino: stat.st_ino as u32,
        mode: file.mode,
        uid: stat.st_uid,
        gid: stat.st_gid,
        file_size: stat.st_size as u32,
        id: file.id,
        flags: 0,
        flags_extended: 0,
        path: file.path.clone(),
    }
}
