//! What a pack begins with, and how far it is.

use crate::Unusual;

/// The name and version of packs. Version 3 differs in nothing, and nobody writes it.
const BEGINNING: [u8; 8] = *b"PACK\0\0\0\x02";

/// How long that is with the number of objects.
const LENGTH: usize = BEGINNING.len() + size_of::<u32>();

/// How far a pack is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// What its beginning says.
    pub objects: u32,
    /// Those that have come.
    pub read: u32,
    /// Those of them that were deltas.
    pub deltas: u32,
}

/// Reads the beginning, and gives its length too; nothing when more bytes are needed.
pub fn read(bytes: &[u8]) -> Result<Option<(Counts, usize)>, Unusual> {
    let Some((name, objects)) = bytes.get(..LENGTH).and_then(|bytes| bytes.split_last_chunk()) else {
        return Ok(None);
    };
    if name != BEGINNING {
        return Err(Unusual("no pack, or one of another version"));
    }
    Ok(Some((Counts { objects: u32::from_be_bytes(*objects), ..Counts::default() }, LENGTH)))
}
