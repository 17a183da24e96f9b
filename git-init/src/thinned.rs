//! The part of a tree that a sparse checkout has on disk, and the rest, which is in the index alone.

use std::fs;

use git2::{
    ErrorCode, FileMode, Index, IndexEntry, IndexEntryExtendedFlag, IndexTime, ObjectType, Oid, Repository,
    Tree, TreeEntry,
};

use crate::sparse::Patterns;

/// Before libgit2's own stores, so that what is written goes there and not to disk.
const FIRST: i32 = 1000;

/// A tree without what is not to be on disk.
pub struct Thinned {
    /// The tree to check out. It is in memory only.
    pub tree: Oid,
    /// What the index holds beside.
    left_out: Vec<IndexEntry>,
    /// Attributes of folders that hold something: needed to write their files, and to go when these are there.
    passing: Vec<Vec<u8>>,
}

/// The part of `tree` that the patterns choose.
///
/// # Errors
/// When a tree cannot be read.
pub fn thin(repository: &Repository, tree: &Tree<'_>, patterns: &Patterns) -> Result<Thinned, git2::Error> {
    repository.odb()?.add_new_mempack_backend(FIRST)?;
    let mut walk = Thinner { repository, patterns, left_out: Vec::new(), passing: Vec::new() };
    let thinned = match walk.part(tree, b"", false)? {
        Some(tree) => tree,
        None => repository.treebuilder(None)?.write()?,
    };
    Ok(Thinned { tree: thinned, left_out: walk.left_out, passing: walk.passing })
}

struct Thinner<'a> {
    repository: &'a Repository,
    patterns: &'a Patterns,
    left_out: Vec<IndexEntry>,
    passing: Vec<Vec<u8>>,
}

impl Thinner<'_> {
    /// The part of one folder; `None` for nothing. What no pattern fits is in it where the folder is `inside`.
    fn part(&mut self, tree: &Tree<'_>, folder: &[u8], inside: bool) -> Result<Option<Oid>, git2::Error> {
        let mut builder = self.repository.treebuilder(None)?;
        let mut attributes = None;
        for entry in tree {
            let path = [folder, entry.name_bytes()].concat();
            let is_folder = entry.kind() != Some(ObjectType::Blob);
            let inside = self.patterns.decide(&path, is_folder).unwrap_or(inside);
            if entry.kind() == Some(ObjectType::Tree) {
                let below = self.repository.find_tree(entry.id())?;
                if let Some(part) = self.part(&below, &[&path, &b"/"[..]].concat(), inside)? {
                    builder.insert(entry.name_bytes(), part, entry.filemode())?;
                }
            } else if inside {
                builder.insert(entry.name_bytes(), entry.id(), entry.filemode())?;
            } else {
                if entry.name_bytes() == b".gitattributes" {
                    attributes = Some((entry.id(), entry.filemode(), path.clone()));
                }
                self.left_out.push(index_entry(&entry, path));
            }
        }
        if builder.is_empty() {
            return Ok(None);
        }
        if let Some((id, mode, path)) = attributes
            && mode != i32::from(FileMode::Link)
        {
            builder.insert(".gitattributes", id, mode)?;
            self.passing.push(path);
        }
        builder.write().map(Some)
    }
}

impl Thinned {
    /// Puts what is left out into the index, and marks it as git does (skip-worktree).
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn complete(self, repository: &Repository) -> Result<(), git2::Error> {
        if let Some(workdir) = repository.workdir() {
            use std::os::unix::ffi::OsStrExt;
            for path in &self.passing {
                let file = workdir.join(std::ffi::OsStr::from_bytes(path));
                if let Err(error) = fs::remove_file(&file)
                    && error.kind() != std::io::ErrorKind::NotFound
                {
                    let message = format!("cannot remove {}: {error}", file.display());
                    return Err(git2::Error::new(ErrorCode::GenericError, git2::ErrorClass::Os, message));
                }
            }
        }
        let mut index: Index = repository.index()?;
        for entry in &self.left_out {
            index.add(entry)?;
        }
        index.write()
    }
}

fn index_entry(entry: &TreeEntry<'_>, path: Vec<u8>) -> IndexEntry {
    let zero = IndexTime::new(0, 0);
    IndexEntry {
        ctime: zero,
        mtime: zero,
        dev: 0,
        ino: 0,
        #[expect(clippy::cast_sign_loss, reason = "modes of trees are small and positive")]
        mode: entry.filemode() as u32,
        uid: 0,
        gid: 0,
        file_size: 0,
        id: entry.id(),
        flags: 0,
        flags_extended: IndexEntryExtendedFlag::SKIP_WORKTREE.bits(),
        path,
    }
}
