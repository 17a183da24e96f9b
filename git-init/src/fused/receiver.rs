//! One pack on its way: read, indexed, and written to a file.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use nix::fcntl::{FallocateFlags, fallocate};
use packs::{Counts, Id, Object, Reader, Unusual};

use super::files::Files;
use super::history::History;
use super::moving::Ahead;
use super::temporary::Temporary;

/// The mode of packs and their indexes, as git and libgit2 have it: what is in them never changes.
const MODE: u32 = 0o444;

/// How much of the pack is read at a time where it is handed on.
const PIECE: usize = 1 << 20;

const UNWRITTEN: Unusual = Unusual("a volume that takes no more");

/// A pack, and the files that are written from it.
pub struct Receiver {
    reader: Reader,
    pack: File,
    files: Option<Files>,
    history: History,
    /// Where packs belong.
    place: PathBuf,
    temporary: Temporary,
}

impl Receiver {
    /// Begins in the repository's own folder `git`, with the files of `tip` where it is given: a commit, or a tag of one.
    pub fn new(git: &Path, tip: Option<Id>) -> io::Result<Self> {
        let temporary = Temporary::new(git)?;
        let pack = OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .mode(MODE)
            .open(temporary.join("pack"))?;
        let files = tip.and_then(|tip| Files::new(tip, temporary.join("files")).ok());
        let reader = Reader::new(pack.try_clone()?);
        let place = git.join("objects/pack");
        Ok(Self { reader, pack, files, history: History::default(), place, temporary })
    }

    /// Takes what comes next.
    ///
    /// # Errors
    /// When the pack is not one for us.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), Unusual> {
        if self.reader.take(bytes).is_err() {
            // Without the files there may be room.
            self.files = None;
            self.reader.take(bytes).map_err(|_| UNWRITTEN)?;
        }
        let Self { reader, files, history, .. } = self;
        reader.read(&mut |object| show(files, history, object))
    }

    /// How far it is.
    pub fn counts(&self) -> Counts {
        self.reader.counts()
    }

    /// How many bytes have come.
    pub fn length(&self) -> u64 {
        self.reader.length()
    }

    /// The first `length` bytes, to be handed on by pieces.
    pub fn so_far(&self, length: u64) -> io::Result<SoFar> {
        Ok(SoFar { pack: self.pack.try_clone()?, read: 0, length })
    }

    /// Gives the pack its name, and an index; gives what it was, the files, and whether all history is there.
    ///
    /// # Errors
    /// When the pack is not one for us, or the volume takes no more.
    pub fn finish(self) -> Result<(Counts, Option<Ahead>, bool), Unusual> {
        let Self { reader, mut files, mut history, place, temporary, .. } = self;
        let (counts, index) = reader.finish(&mut |object| show(&mut files, &mut history, object))?;
        let beside = temporary.join("idx");
        let write_index = || {
            let _ = fs::remove_file(&beside);
            let file = OpenOptions::new().write(true).create_new(true).mode(MODE).open(&beside)?;
            index.write(BufWriter::new(file))
        };
        if write_index().is_err() {
            files = None;
            write_index().map_err(|_| UNWRITTEN)?;
        }
        let named = |ending: &str| place.join(format!("{}.{ending}", index.name()));
        // A pack counts once its index is there: that comes last.
        fs::rename(temporary.join("pack"), named("pack")).map_err(|_| UNWRITTEN)?;
        if fs::rename(beside, named("idx")).is_err() {
            let _ = fs::remove_file(named("pack"));
            return Err(UNWRITTEN);
        }
        Ok((counts, files.and_then(|files| files.finish(temporary)), history.is_whole(&index)))
    }
}

/// Shows an object to both. Where a file cannot be written, no more are.
fn show(files: &mut Option<Files>, history: &mut History, object: Object) {
    history.add(&object);
    if files.as_mut().is_some_and(|files| files.add(object).is_err()) {
        *files = None;
    }
}

/// The first bytes of a pack.
pub struct SoFar {
    pack: File,
    read: u64,
    length: u64,
}

impl SoFar {
    /// The next piece of them; empty at their end.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn next(&mut self) -> io::Result<Vec<u8>> {
        let left = self.length - self.read;
        let mut piece = vec![0; usize::try_from(left).map_or(PIECE, |left| left.min(PIECE))];
        self.pack.read_exact_at(&mut piece, self.read)?;
        // Gives the room back, where the file system can: it is needed for the same bytes again.
        let (from, length) = (i64::try_from(self.read), i64::try_from(piece.len()));
        if let (Ok(from), Ok(length)) = (from, length) {
            let hole = FallocateFlags::FALLOC_FL_PUNCH_HOLE | FallocateFlags::FALLOC_FL_KEEP_SIZE;
            let _ = fallocate(&self.pack, hole, from, length);
        }
        self.read += piece.len() as u64;
        Ok(piece)
    }
}
