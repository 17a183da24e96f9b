//! Reads a pack of git's as it arrives: each object is inflated, made from its delta and hashed once, and an index of them
//! is left that is, byte for byte, the one that git makes.
//!
//! It is for packs as git sends them to somebody who has nothing yet. Whatever is unusual in one, and whatever is wrong
//! with it, is [`Unusual`] and no more than that: the pack is there as it came, for a reader that has the last word.

mod bases;
mod beginning;
mod crc;
mod delta;
mod entry;
mod hash;
mod index;
mod inflater;
mod large;
mod objects;
mod reader;
mod seen;
mod stored;

use std::fmt;
use std::sync::Arc;

pub use beginning::Counts;
pub use index::Index;
pub use reader::Reader;

/// The hash of an object, or of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub [u8; 20]);

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Who did what, from which tree and which commits before.
    Commit,
    /// A folder.
    Tree,
    /// A file.
    Blob,
    /// A name for another object.
    Tag,
}

impl Kind {
    /// As it stands in what is hashed.
    fn name(self) -> &'static str {
        match self {
            Self::Commit => "commit",
            Self::Tree => "tree",
            Self::Blob => "blob",
            Self::Tag => "tag",
        }
    }
}

/// An object that has come, and is a commit, no longer than [`LARGE`] bytes, or was made from a delta.
#[derive(Debug, Clone)]
pub struct Object {
    /// The hash of it.
    pub id: Id,
    /// What it is.
    pub kind: Kind,
    /// All of it.
    pub data: Arc<Vec<u8>>,
}

/// The bytes of an object from which on it is hashed as it is inflated, and not held: no source is as long.
pub const LARGE: u64 = 1 << 20;

/// Why a pack is left to another reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unusual(pub &'static str);

impl fmt::Display for Unusual {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}

impl std::error::Error for Unusual {}
