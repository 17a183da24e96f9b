//! Which files of the working tree are pointers.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use git2::{AttrCheckFlags, IndexEntry, ObjectType, Oid, Repository};

use super::pointer::{LENGTHS, Pointer, PointerText};
use crate::failure::{Failure, Stage};
use crate::index_entry::is_file;

/// A file that is a pointer.
pub struct PointerFile {
    /// Its path in the working tree.
    pub path: PathBuf,
    /// What the index knows of it.
    pub entry: IndexEntry,
    /// The content that belongs there.
    pub pointer: Pointer,
    /// The extension that the content has gone through.
    pub extension: Option<String>,
}

/// The files that `.gitattributes` gives to git LFS and that still are pointers. Right after a checkout a file
/// is either what the tree holds, or content that an earlier run has put there.
///
/// # Errors
/// When the index cannot be read.
pub fn pointers(repository: &Repository) -> Result<Vec<PointerFile>, Failure> {
    let Some(workdir) = repository.workdir() else { return Ok(Vec::new()) };
    let read = |error: git2::Error| Failure::local(Stage::CheckOut, error.message(), "");
    let index = repository.index().map_err(read)?;
    // Most repositories know nothing of LFS, and shall not be asked file by file.
    let lfs = |entry: IndexEntry| {
        entry.path.split(|&byte| byte == b'/').next_back() == Some(b".gitattributes")
            && gives_to_lfs(repository, workdir, &entry)
    };
    if !index.iter().any(lfs) {
        return Ok(Vec::new());
    }
    let found = index.iter().filter(|entry| is_file(entry) && stage(entry) == 0);
    Ok(found.filter_map(|entry| pointer_file(repository, workdir, entry)).collect())
}

fn path(entry: &IndexEntry) -> PathBuf {
    PathBuf::from(std::ffi::OsStr::from_bytes(&entry.path))
}

fn stage(entry: &IndexEntry) -> u16 {
    entry.flags >> 12 & 3
}

/// Whether the attributes file `attributes` gives anything to LFS. It counts as it is in the index where a sparse
/// checkout has left the file out.
fn gives_to_lfs(repository: &Repository, workdir: &Path, attributes: &IndexEntry) -> bool {
    let text = fs::read(workdir.join(path(attributes)));
    let text = text.or_else(|_| repository.find_blob(attributes.id).map(|blob| blob.content().to_vec()));
    text.is_ok_and(|text| text.windows(10).any(|part| part == b"filter=lfs"))
}

fn pointer_file(repository: &Repository, workdir: &Path, entry: IndexEntry) -> Option<PointerFile> {
    // What the index says of the size saves looking at the file.
    if !LENGTHS.contains(&entry.file_size.into()) {
        return None;
    }
    let path = path(&entry);
    let file = workdir.join(&path);
    let there = fs::symlink_metadata(&file).ok()?;
    if !there.is_file() || !LENGTHS.contains(&there.len()) {
        return None;
    }
    let text = fs::read(&file).ok()?;
    let PointerText { pointer, extension } = PointerText::parse(&text)?;
    let unchanged =
        Oid::hash_object_ext(ObjectType::Blob, &text, repository.object_format()).ok()? == entry.id;
    let filter = repository.get_attr_bytes(&path, "filter", AttrCheckFlags::FILE_THEN_INDEX).ok()?;
    (unchanged && filter == Some(b"lfs")).then_some(PointerFile { path, entry, pointer, extension })
}
