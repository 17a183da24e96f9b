//! The pack as it was written, from which an object is made again when it is no longer held.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use crate::bases::Bases;
use crate::entry::{self, Made};
use crate::inflater::Inflater;
use crate::seen::Seen;
use crate::{Kind, Unusual, delta};

/// The most that is held of an object, of a delta, and of the deltas from which one object is made, in bytes. Sources are
/// a thousandth of it; what is larger and yet was packed as a delta is left to another reader.
pub const MOST: u64 = 32 << 20;

/// More bytes than what inflates to [`MOST`] takes, unless it was deflated to be large.
const MOST_DEFLATED: u64 = MOST + (1 << 20);

/// A pack that grows.
pub struct Stored {
    file: File,
    pub length: u64,
}

impl Stored {
    /// An empty file, to be written and read.
    pub fn new(file: File) -> Self {
        Self { file, length: 0 }
    }

    /// Adds to it: all, or nothing that counts.
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all_at(bytes, self.length)?;
        self.length += bytes.len() as u64;
        Ok(())
    }

    /// The object at `place`, which was seen.
    pub fn object(
        &self,
        place: u32,
        seen: &Seen,
        bases: &mut Bases,
        inflater: &mut Inflater,
    ) -> Result<(Kind, Arc<Vec<u8>>), Unusual> {
        let (mut deltas, mut held, mut at) = (Vec::new(), 0, place);
        let (kind, mut data) = loop {
            if let Some(base) = bases.get(at) {
                break base;
            }
            let (made, bytes) = self.inflated(at, seen, inflater)?;
            let base = match made {
                Made::Whole(kind) => break (kind, Arc::new(bytes)),
                Made::From(base) => seen.at(base)?,
                Made::FromId(id) => seen.by_id(id)?,
            };
            held += bytes.len() as u64;
            if held > MOST {
                return Err(Unusual("an object made from too much"));
            }
            deltas.push(bytes);
            at = base;
        };
        while let Some(delta) = deltas.pop() {
            data = Arc::new(delta::apply(&data, &delta)?);
        }
        bases.put(place, kind, &data);
        Ok((kind, data))
    }

    /// What the object at `place` is made from, and its bytes or those of its delta.
    fn inflated(&self, place: u32, seen: &Seen, inflater: &mut Inflater) -> Result<(Made, Vec<u8>), Unusual> {
        const GONE: Unusual = Unusual("a pack that is no longer as it was written");
        let length = seen.length(place)?;
        if length > MOST_DEFLATED {
            return Err(Unusual("an object that takes too much"));
        }
        let mut bytes = vec![0; usize::try_from(length).map_err(|_| GONE)?];
        self.file.read_exact_at(&mut bytes, place.into()).map_err(|_| GONE)?;
        let head = entry::read(&bytes, place.into())?.ok_or(GONE)?;
        if head.size > MOST {
            return Err(Unusual("an object that is too large to be held"));
        }
        let size = usize::try_from(head.size).map_err(|_| GONE)?;
        let (data, _) = inflater.whole(&bytes[head.length..], size)?.ok_or(GONE)?;
        Ok((head.made, data))
    }
}
