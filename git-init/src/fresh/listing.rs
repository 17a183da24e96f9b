//! What there is to write.

use std::path::PathBuf;

use git2::{Error, Oid, Repository, Tree, TreeEntry};

use super::names;

/// The modes of a file, a program, a link and a folder. Others there are: submodules, and those of an early git.
const FILE: i32 = 0o100_644;
const PROGRAM: i32 = 0o100_755;
const LINK: i32 = 0o120_000;
const FOLDER: i32 = 0o040_000;

/// Longer than most paths; `PATH_MAX` of the kernel is 4,096 with the folder that is cloned to.
const LONGEST: usize = 2_000;

/// What in a `.gitattributes` may change how a file is written: line ends, `$Id$`, filters, encodings, and macros,
/// which may stand for any of these. Which is meant is libgit2's to tell.
const CHANGING: [&[u8]; 5] = [b"crlf", b"ident", b"filter", b"encoding", b"[attr]"];

/// A file or link.
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
        let name = entry.name_bytes();
        if !names::is_plain(name) || length + name.len() > LONGEST {
            return Ok(false);
        }
        path.extend_from_slice(name);
        let plain = match entry.filemode_raw() {
            FOLDER => {
                listing.folders.push(super::writing::path(path).to_owned());
                path.push(b'/');
                add(repository, &repository.find_tree(entry.id())?, path, listing)?
            }
            mode @ (FILE | PROGRAM) => {
                listing.files.push(file(path, &entry, mode));
                name != b".gitattributes" || changes_nothing(repository, &entry)?
            }
            // git has no use for a link of such a name, and refuses some.
            LINK => {
                listing.links.push(file(path, &entry, LINK));
                !name.starts_with(b".git")
            }
            _ => false,
        };
        if !plain {
            return Ok(false);
        }
        path.truncate(length);
    }
    Ok(true)
}

fn file(path: &[u8], entry: &TreeEntry<'_>, mode: i32) -> File {
    File { path: path.to_owned(), id: entry.id(), mode: mode.unsigned_abs() }
}

/// Whether no line of a `.gitattributes` changes how a file is written.
fn changes_nothing(repository: &Repository, entry: &TreeEntry<'_>) -> Result<bool, Error> {
    let blob = repository.find_blob(entry.id())?;
    let holds = |text: &[u8]| blob.content().windows(text.len()).any(|window| window == text);
    Ok(!CHANGING.iter().any(|text| holds(text)))
}
