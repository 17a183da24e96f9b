//! Where a clone keeps the objects of git LFS, as git-lfs has it: `.git/lfs`, or what `lfs.storage` names.

use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Error, Read, Seek, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use git2::Repository;
use openssl::sha::Sha256;

use super::pointer::Pointer;

/// How much is read at once, in bytes: where larger pieces stop being faster.
pub const PIECE: usize = 64 * 1024;

/// The objects of one clone.
pub struct Store(PathBuf);

impl Store {
    /// The one of `repository`.
    pub fn of(repository: &Repository) -> Self {
        let named = repository.config().and_then(|config| config.get_string("lfs.storage"));
        let named = named.ok().filter(|path| !path.is_empty());
        Self(repository.commondir().join(named.as_deref().unwrap_or("lfs")))
    }

    /// Where the object is, or will be.
    pub fn path(&self, pointer: &Pointer) -> PathBuf {
        let oid = &pointer.oid;
        self.0.join("objects").join(&oid[..2]).join(&oid[2..4]).join(oid)
    }

    /// Whether the object is there. An object gets its name once its hash was found right.
    pub fn has(&self, pointer: &Pointer) -> bool {
        fs::symlink_metadata(self.path(pointer))
            .is_ok_and(|found| found.is_file() && found.len() == pointer.size)
    }

    /// Opens what an earlier attempt left of the object, or begins anew.
    ///
    /// # Errors
    /// When the file cannot be read or written, or another process is at it.
    pub fn part(&self, pointer: &Pointer) -> io::Result<Part> {
        let folder = self.0.join("incomplete");
        fs::create_dir_all(&folder)?;
        let path = folder.join(format!("{}.part", pointer.oid));
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path)?;
        // Whoever holds the lock may rename the file: what has no name any more is an object, and not ours. Where
        // the file system has no locks there is nobody to ask.
        let locked = matches!(file.try_lock(), Err(TryLockError::WouldBlock));
        let named = fs::symlink_metadata(&path).is_ok_and(|found| Some(found.ino()) == inode(&file));
        if locked || !named {
            return Err(Error::other(format!("another process is fetching {}", path.display())));
        }
        let mut part = Part { file, path, hasher: Sha256::new(), length: 0 };
        part.hash_what_is_there()?;
        if part.length > pointer.size {
            part.restart()?;
        }
        Ok(part)
    }

    /// Gives a part its name, if it is the object: else it is removed.
    ///
    /// # Errors
    /// When it cannot be moved or removed.
    pub fn keep(&self, pointer: &Pointer, part: Part) -> io::Result<bool> {
        let right = part.length == pointer.size && hex(&part.hasher.finish()) == pointer.oid;
        if right {
            let path = self.path(pointer);
            fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
            fs::rename(&part.path, path)?;
        } else {
            fs::remove_file(&part.path)?;
        }
        Ok(right)
    }
}

/// An object that is not whole yet.
pub struct Part {
    file: File,
    path: PathBuf,
    hasher: Sha256,
    length: u64,
}

impl Part {
    /// How many bytes there are.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Writes `bytes` behind what is there.
    ///
    /// # Errors
    /// When the volume is full, for instance.
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.add(bytes);
        Ok(())
    }

    /// Forgets what is there.
    ///
    /// # Errors
    /// When the file cannot be changed.
    pub fn restart(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.hasher = Sha256::new();
        self.length = 0;
        Ok(())
    }

    fn hash_what_is_there(&mut self) -> io::Result<()> {
        let mut piece = vec![0; PIECE];
        loop {
            match self.file.read(&mut piece)? {
                0 => return Ok(()),
                read => self.add(&piece[..read]),
            }
        }
    }

    fn add(&mut self, bytes: &[u8]) {
        self.hasher.update(bytes);
        self.length += bytes.len() as u64;
    }
}

fn inode(file: &File) -> Option<u64> {
    file.metadata().ok().map(|file| file.ino())
}

fn hex(hash: &[u8]) -> String {
    hash.iter().fold(String::new(), |mut text, byte| {
        // A String takes all that is written.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
