//! The index of a pack, version 2 as gitformat-pack(5) has it.

use std::fmt::Write as _;
use std::io::{self, Write};

use sha1::{Digest, Sha1};

use crate::{Id, Unusual};

/// What an index begins with: the bytes that no pack has, and the version.
const BEGINNING: [u8; 8] = *b"\xfftOc\0\0\0\x02";

/// One object.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    pub id: Id,
    /// Of the bytes in the pack.
    pub crc: u32,
    /// Where they begin: below 2 GiB, since the highest bit is for places beyond.
    pub place: u32,
}

/// The objects of a pack, by their hashes.
#[derive(Debug)]
pub struct Index {
    entries: Vec<Entry>,
    pack: Id,
}

impl Index {
    /// Of the pack that ends with the hash `pack`; unusual where an object is there twice.
    pub(crate) fn new(mut entries: Vec<Entry>, pack: Id) -> Result<Self, Unusual> {
        entries.sort_unstable_by_key(|entry| entry.id);
        if entries.windows(2).any(|two| two[0].id == two[1].id) {
            return Err(Unusual("an object that is there twice"));
        }
        Ok(Self { entries, pack })
    }

    /// The name of the pack, without what stands behind the dot.
    pub fn name(&self) -> String {
        self.pack.0.iter().fold(String::from("pack-"), |mut name, byte| {
            let _ = write!(name, "{byte:02x}");
            name
        })
    }

    /// Whether the pack has the object `id`.
    pub fn has(&self, id: Id) -> bool {
        self.entries.binary_search_by_key(&id, |entry| entry.id).is_ok()
    }

    /// Writes it.
    ///
    /// # Errors
    /// When `out` takes no more.
    pub fn write(&self, out: impl Write) -> io::Result<()> {
        let mut out = Hashed { out, hash: Sha1::new() };
        out.put(&BEGINNING)?;
        // How many hashes begin with each byte or a lower one.
        for byte in 0..=u8::MAX {
            let count = self.entries.partition_point(|entry| entry.id.0[0] <= byte);
            out.put(&u32::try_from(count).map_err(io::Error::other)?.to_be_bytes())?;
        }
        self.entries.iter().try_for_each(|entry| out.put(&entry.id.0))?;
        self.entries.iter().try_for_each(|entry| out.put(&entry.crc.to_be_bytes()))?;
        self.entries.iter().try_for_each(|entry| out.put(&entry.place.to_be_bytes()))?;
        out.put(&self.pack.0)?;
        let hash = out.hash.finalize();
        out.out.write_all(&hash)?;
        out.out.flush()
    }
}

/// Hashes what it writes.
struct Hashed<W> {
    out: W,
    hash: Sha1,
}

impl<W: Write> Hashed<W> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.out.write_all(bytes)
    }
}
