//! Which files have a `working-tree-encoding`, and writing them in it.
//!
//! Each filter costs each file of a checkout a look at its attributes, and hardly a repository uses this one. So
//! it is there only where the index has a `.gitattributes` that speaks of it. For a fresh clone that is known when
//! its files are there already: those with the attribute are then written once more.

use std::path::PathBuf;

use git2::{
    AttrCheckFlags, AttrValue, Error, ErrorClass, ErrorCode, Index, IndexEntryExtendedFlag, Repository,
};

use crate::again;
use crate::encoding_filter::{ATTRIBUTE, NO_NAME, is_registered, register};
use crate::index_entry::is_file;

/// Before a checkout: has files encoded where the clone that is there has such already.
///
/// # Errors
/// When the index cannot be read.
pub fn before(repository: &Repository) -> Result<(), Error> {
    if !is_registered() && speak_of_it(repository, &repository.index()?) { register() } else { Ok(()) }
}

/// After a checkout: writes the files that have to be encoded once more, where that was not known before.
///
/// # Errors
/// When a file cannot be written, or the attribute is used wrongly.
pub fn after(repository: &Repository) -> Result<(), Error> {
    let index = repository.index()?;
    if is_registered() || !speak_of_it(repository, &index) {
        return Ok(());
    }
    register()?;
    again::write(repository, &paths(repository, &index)?)
}

/// Whether any `.gitattributes` of the index has the attribute's name in it.
fn speak_of_it(repository: &Repository, index: &Index) -> bool {
    let name = ATTRIBUTE.to_bytes();
    index
        .iter()
        .filter(|entry| entry.path.ends_with(b".gitattributes"))
        .filter_map(|entry| repository.find_blob(entry.id).ok())
        .any(|blob| blob.content().windows(name.len()).any(|part| part == name))
}

/// The files of the index that have the attribute, but for those that a sparse checkout leaves out.
fn paths(repository: &Repository, index: &Index) -> Result<Vec<PathBuf>, Error> {
    use std::os::unix::ffi::OsStrExt;
    let name = ATTRIBUTE.to_str().unwrap_or_default();
    let left_out = IndexEntryExtendedFlag::SKIP_WORKTREE.bits();
    let mut paths = Vec::new();
    for entry in index.iter().filter(|entry| is_file(entry) && entry.flags_extended & left_out == 0) {
        let path = PathBuf::from(std::ffi::OsStr::from_bytes(&entry.path));
        let value = repository.get_attr_bytes(&path, name, AttrCheckFlags::FILE_THEN_INDEX)?;
        match AttrValue::always_bytes(value) {
            AttrValue::Unspecified => {}
            AttrValue::True | AttrValue::False => {
                return Err(Error::new(ErrorCode::GenericError, ErrorClass::Filter, NO_NAME));
            }
            AttrValue::Bytes(_) | AttrValue::String(_) => paths.push(path),
        }
    }
    Ok(paths)
}
