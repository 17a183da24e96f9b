//! Putting the content into the files, and telling the index, so that git sees no change.

use std::fs::{self, File, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, SystemTime};

use git2::{Index, IndexEntry, IndexTime, Repository};

use super::files::PointerFile;
use super::store::Store;
use crate::failure::{Failure, Stage};
use crate::{plain_folders, stop, unwritten};

/// What git takes for the size of a file of a multiple of 4 GiB, whose lower 32 bits alone would be those of an
/// empty one.
const WRAPPED: u32 = 0x8000_0000;

/// How much older than they are the files are said to be. git reads what is as new as the index again at every
/// look, to the second, and without git-lfs sees no pointer there.
const AGE: Duration = Duration::from_secs(2);

/// Replaces the pointers by the objects of `store`, keeping the modes.
///
/// # Errors
/// When a file or the index cannot be written.
pub fn fill(repository: &Repository, store: &Store, files: &[PointerFile]) -> Result<(), Failure> {
    let Some(workdir) = repository.workdir() else { return Ok(()) };
    let room = |cause: String| Failure::local(Stage::CheckOut, cause, unwritten::VOLUME);
    // Not in the store, which may be on another volume.
    let staging = repository.commondir().join("lfs/tmp");
    let mut entries = Vec::with_capacity(files.len());
    for file in files {
        let written = replace(workdir, &staging, store, file)
            .map_err(|error| room(format!("cannot write {}: {error}", file.path.display())))?;
        entries.push(entry(&file.entry, &written));
    }
    write_index(repository, &entries).map_err(|error| room(format!("cannot write the index: {error}")))
}

/// Puts an object in the place of its pointer, whole: a copy, since the file may be changed later on.
fn replace(workdir: &Path, staging: &Path, store: &Store, file: &PointerFile) -> io::Result<Metadata> {
    if !stop::go_on() {
        return Err(io::Error::new(io::ErrorKind::Interrupted, "stopped"));
    }
    plain_folders::check(workdir, file.path.parent().unwrap_or(Path::new("")))?;
    let path = workdir.join(&file.path);
    let permissions = fs::symlink_metadata(&path)?.permissions();
    fs::create_dir_all(staging)?;
    let staged = staging.join(&file.pointer.oid);
    // What a run that was killed left may be another file's by a hard link, or not writable.
    let _ = fs::remove_file(&staged);
    fs::copy(store.path(&file.pointer), &staged)?;
    File::open(&staged)?.set_modified(SystemTime::now() - AGE)?;
    fs::set_permissions(&staged, permissions)?;
    fs::rename(&staged, &path)?;
    fs::symlink_metadata(path)
}

/// The index entry of the pointer, with what the file system says of the file that took its place.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the index keeps the lower 32 bits"
)]
fn entry(known: &IndexEntry, file: &Metadata) -> IndexEntry {
    let time = |seconds: i64, nanoseconds: i64| IndexTime::new(seconds as i32, nanoseconds as u32);
    let size = file.len() as u32;
    IndexEntry {
        ctime: time(file.ctime(), file.ctime_nsec()),
        mtime: time(file.mtime(), file.mtime_nsec()),
        ino: file.ino() as u32,
        file_size: if size == 0 && file.len() > 0 { WRAPPED } else { size },
        path: known.path.clone(),
        ..*known
    }
}

fn write_index(repository: &Repository, entries: &[IndexEntry]) -> Result<(), anyhow::Error> {
    // Opened apart from the repository: with it libgit2 would compare each new file with the tree before it
    // writes, find no filter that makes the content a pointer again, and mark it as changed.
    let mut index = Index::open_ext(&repository.path().join("index"), repository.object_format())?;
    for entry in entries {
        index.add(entry)?;
    }
    index.write()?;
    Ok(())
}
