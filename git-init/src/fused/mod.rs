//! The first pack of a clone, read once: indexed as it arrives, and its files written beside it, to be moved into the folder
//! at the checkout.
//!
//! libgit2 inflates and hashes what arrives, makes objects of deltas when all has come, and inflates everything once more
//! for the checkout. The crate `packs` does the first two at once, and gives us every object while it is at hand. It is
//! strict, and what it does not know it leaves alone: then libgit2 is given the pack from its first byte on, and has the
//! last word. The same goes for the files: those that could not be written ahead are written at the checkout, as if there
//! had been no others.
//!
//! Nothing of it is seen before it is good. All is in a folder of its own inside of `.git` ([`temporary`]), the pack gets
//! its name when its hash and all of its objects are right, and files are moved only if they are what the commit lists.

mod early;
mod files;
mod history;
mod hook;
mod moving;
mod objects;
mod receiver;
mod taking;
mod temporary;
mod writer;

use std::cell::Cell;
use std::fs;
use std::rc::Rc;

use git2::{ObjectFormat, Oid, Repository};
use packs::Id;

use crate::fresh::ground;
pub use moving::Ahead;
use receiver::Receiver;
pub use temporary::remove_used;

/// Receives packs, and keeps what is written of the files until the checkout.
#[derive(Default)]
pub struct Receiving {
    /// Whether all files of the commit are wanted.
    whole: bool,
    /// Whether a pack may come.
    downloading: Cell<bool>,
    left: taking::Place,
}

impl Receiving {
    /// For a clone whose checkout has all files of the commit in it, or not.
    pub fn new(whole: bool) -> Self {
        Self { whole, ..Self::default() }
    }

    /// Prepares for the pack of `tip`, the first one of `repository`, in the download that goes on. Whatever else comes is
    /// left to libgit2.
    pub fn expect(&self, repository: &Repository, tip: Oid) {
        if !self.downloading.get() {
            return;
        }
        let git = repository.path();
        temporary::remove_left(git);
        if repository.object_format() != ObjectFormat::Sha1 || has_packs(repository) {
            return;
        }
        let beside = repository.workdir().filter(|workdir| git.parent() == Some(workdir));
        let plain = |workdir| ground::is_bare(workdir) && ground::is_plain(repository);
        let tip = tip.as_bytes().first_chunk().copied().map(Id);
        let tip = tip.filter(|_| self.whole && beside.is_some_and(plain));
        // Where there is no room it is left to libgit2, which says so.
        if let Ok(receiver) = Receiver::new(git, tip) {
            hook::set(receiver, Rc::clone(&self.left));
        }
    }

    /// Does a download.
    pub fn during<T>(&self, download: impl FnOnce() -> T) -> T {
        self.left.has_history.set(false);
        self.downloading.set(true);
        let outcome = download();
        self.downloading.set(false);
        hook::unset();
        outcome
    }

    /// Whether all folders and files of `commit` are known to have come.
    pub fn has_files(&self, commit: Oid) -> bool {
        let ahead = self.left.ahead.borrow();
        ahead.as_ref().and_then(|ahead| ahead.whole).is_some_and(|whole| whole.0 == commit.as_bytes())
    }

    /// The files that are written already. They are gone when this is dropped.
    pub fn take(&self) -> Option<Ahead> {
        self.left.ahead.take()
    }

    /// Whether the last download is known to have brought all history of its commits. It may have where it is not known.
    pub fn has_history(&self) -> bool {
        self.left.has_history.get()
    }
}

/// Whether there are objects, of which a pack may leave out those that it needs.
fn has_packs(repository: &Repository) -> bool {
    fs::read_dir(repository.commondir().join("objects/pack")).is_ok_and(|mut files| files.next().is_some())
}
