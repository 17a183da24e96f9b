//! The objects that have come as a whole: made, hashed, counted, and held for those that are made from them.

use std::fs::File;
use std::sync::Arc;

use crate::bases::Bases;
use crate::entry::Made;
use crate::hash::Hash;
use crate::index::{Entry, Index};
use crate::inflater::Inflater;
use crate::seen::Seen;
use crate::stored::Stored;
use crate::{Counts, Id, Kind, Object, Unusual, delta};

/// An index has room for places below this; those beyond are kept apart in it.
const BEYOND: u64 = 1 << 31;

/// All of them, and the pack in which they stand.
pub struct Objects {
    pub stored: Stored,
    /// Once the pack has begun.
    pub counts: Option<Counts>,
    seen: Seen,
    bases: Bases,
    pub inflater: Inflater,
    pub hash: Hash,
}

/// Where in the pack an object stands, and the checksum of its bytes there.
pub struct Span {
    pub begun: u64,
    pub end: u64,
    pub crc: u32,
}

impl Objects {
    /// None yet, of a pack that is kept in `file`.
    pub fn new(file: File) -> Self {
        Self {
            stored: Stored::new(file),
            counts: None,
            seen: Seen::default(),
            bases: Bases::default(),
            inflater: Inflater::new(),
            hash: Hash::new(),
        }
    }

    /// Makes, hashes and shows an object of which all bytes are there.
    pub fn complete(
        &mut self,
        made: Made,
        bytes: Vec<u8>,
        span: &Span,
        each: &mut dyn FnMut(Object),
    ) -> Result<(), Unusual> {
        let (kind, data) = match made {
            Made::Whole(kind) => (kind, bytes),
            Made::From(base) => self.apply(self.seen.at(base)?, &bytes)?,
            Made::FromId(id) => {
                self.seen.sort_by_id()?;
                self.apply(self.seen.by_id(id)?, &bytes)?
            }
        };
        let id = self.hash.of(kind, &data)?;
        let data = Arc::new(data);
        let place = self.add(id, span, !matches!(made, Made::Whole(_)))?;
        self.bases.put(place, kind, &data);
        each(Object { id, kind, data });
        Ok(())
    }

    fn apply(&mut self, base: u32, bytes: &[u8]) -> Result<(Kind, Vec<u8>), Unusual> {
        let (kind, base) = self.stored.object(base, &self.seen, &mut self.bases, &mut self.inflater)?;
        Ok((kind, delta::apply(&base, bytes)?))
    }

    /// Counts an object that was hashed as it came.
    pub fn add_hashed(&mut self, span: &Span) -> Result<(), Unusual> {
        let id = self.hash.end()?;
        self.add(id, span, false).map(drop)
    }

    /// Counts an object; gives its place.
    fn add(&mut self, id: Id, span: &Span, delta: bool) -> Result<u32, Unusual> {
        let place = |place: u64| u32::try_from(place).ok().filter(|_| place < BEYOND);
        let (Some(place), Some(end)) = (place(span.begun), place(span.end)) else {
            return Err(Unusual("a pack of more than 2 GiB"));
        };
        self.seen.add(Entry { id, crc: span.crc, place }, end)?;
        if let Some(counts) = &mut self.counts {
            counts.read += 1;
            counts.deltas += u32::from(delta);
        }
        Ok(place)
    }

    /// The index of all of them, in a pack with the hash `sum`.
    pub fn into_index(self, sum: Id) -> Result<Index, Unusual> {
        Index::new(self.seen.into_entries(), sum)
    }
}
