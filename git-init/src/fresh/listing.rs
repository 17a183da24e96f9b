//! What there is to write.

use std::path::PathBuf;

use git2::{Error, FileMode, Oid, Repository, Tree};

use super::names;

/// Longer than most paths; `PATH_MAX` of the kernel is 4,096 with the folder that is cloned to.
const LONGEST: usize = 2_000;

/// The file that says how others are written.
const ATTRIBUTES: &[u8] = b".gitattributes";

/// What in a `.gitattributes` may change how a file is written: line ends, `$Id$`, filters, encodings, and macros,
/// which may stand for any of these. Which is meant is libgit2's to tell.
const CHANGING: [&[u8]; 5] = [b"crlf", b"ident", b"filter", b"encoding", b"[attr]"];

/// A file or link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// From the root of the repository on.
    pub path: Vec<u8>,
    pub id: Oid,
    pub mode: u32,
}

impl File {
    /// Whether it may be executed.
    pub fn is_program(&self) -> bool {
        self.mode & 0o100 != 0
    }

    /// Whether it says how others are written.
    pub fn is_attributes(&self) -> bool {
        self.path.rsplit(|byte| *byte == b'/').next() == Some(ATTRIBUTES)
    }
}

/// What is in a folder.
pub enum Entry {
    File,
    Link,
    Folder,
}

/// What stands in a tree with this mode and name, for a path of so many bytes; nothing when that is not plain.
pub fn kind(mode: i32, name: &[u8], length: usize) -> Option<Entry> {
    if !names::is_plain(name) || length > LONGEST {
        return None;
    }
    let is = |known: FileMode| mode == i32::from(known);
    if is(FileMode::Tree) {
        Some(Entry::Folder)
    } else if is(FileMode::Blob) || is(FileMode::BlobExecutable) {
        Some(Entry::File)
    } else {
        // git has no use for a link of such a name, and refuses some. Others are submodules, and modes of an early git.
        (is(FileMode::Link) && !name.starts_with(b".git")).then_some(Entry::Link)
    }
}

/// All of a tree.
#[derive(Default)]
pub struct Listing {
    /// Each after those that it is in.
    pub folders: Vec<PathBuf>,
    pub files: Vec<File>,
    pub links: Vec<File>,
}

/// Lists `tree`; nothing when there is anything in it that is not plain.
pub fn read(repository: &Repository, tree: &Tree<'_>) -> Result<Option<Listing>, Error> {
    let mut listing = Listing::default();
    let plain = add(repository, tree, &mut Vec::new(), &mut listing)?;
    Ok(plain.then_some(listing))
}

/// Adds what is in `tree`, the folder at `path`; says whether all of it is plain.
fn add(
    repository: &Repository,
    tree: &Tree<'_>,
    path: &mut Vec<u8>,
    listing: &mut Listing,
) -> Result<bool, Error> {
    let length = path.len();
    for entry in tree {
        let (mode, name) = (entry.filemode_raw(), entry.name_bytes());
        let Some(kind) = kind(mode, name, length + name.len()) else { return Ok(false) };
        path.extend_from_slice(name);
        let file = || File { path: path.clone(), id: entry.id(), mode: mode.unsigned_abs() };
        let plain = match kind {
            Entry::Folder => {
                listing.folders.push(super::writing::path(path).to_owned());
                path.push(b'/');
                add(repository, &repository.find_tree(entry.id())?, path, listing)?
            }
            Entry::File => {
                listing.files.push(file());
                name != ATTRIBUTES || !changes(repository.find_blob(entry.id())?.content())
            }
            Entry::Link => {
                listing.links.push(file());
                true
            }
        };
        if !plain {
            return Ok(false);
        }
        path.truncate(length);
    }
    Ok(true)
}

/// Whether a line of a `.gitattributes` may change how a file is written.
pub fn changes(attributes: &[u8]) -> bool {
    CHANGING.iter().any(|text| attributes.windows(text.len()).any(|window| window == *text))
}
