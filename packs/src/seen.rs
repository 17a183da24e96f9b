//! The objects that have come so far.

use std::collections::HashMap;

use crate::index::Entry;
use crate::{Id, Unusual};

const MISSING: Unusual = Unusual("a base that has not come");

/// The objects in their order, and where the last one ends.
#[derive(Default)]
pub struct Seen {
    entries: Vec<Entry>,
    end: u32,
    /// The places of all, once a hash was asked for: most packs name bases by their places.
    by_id: Option<HashMap<Id, u32>>,
}

impl Seen {
    /// Adds one that ends before `end`.
    pub fn add(&mut self, entry: Entry, end: u32) -> Result<(), Unusual> {
        if let Some(by_id) = &mut self.by_id
            && by_id.insert(entry.id, entry.place).is_some()
        {
            return Err(Unusual("an object that is there twice"));
        }
        self.entries.push(entry);
        self.end = end;
        Ok(())
    }

    /// Whether an object begins at `place`.
    pub fn at(&self, place: u64) -> Result<u32, Unusual> {
        let place = u32::try_from(place).map_err(|_| MISSING)?;
        self.number(place).map(|_| place)
    }

    /// Where the object of a hash begins.
    pub fn by_id(&self, id: Id) -> Result<u32, Unusual> {
        self.by_id.as_ref().and_then(|by_id| by_id.get(&id)).copied().ok_or(MISSING)
    }

    /// Prepares for [`Seen::by_id`].
    pub fn sort_by_id(&mut self) -> Result<(), Unusual> {
        if self.by_id.is_none() {
            let by_id: HashMap<_, _> = self.entries.iter().map(|entry| (entry.id, entry.place)).collect();
            if by_id.len() < self.entries.len() {
                return Err(Unusual("an object that is there twice"));
            }
            self.by_id = Some(by_id);
        }
        Ok(())
    }

    /// How many bytes the object at `place` takes.
    pub fn length(&self, place: u32) -> Result<u64, Unusual> {
        let next = self.entries.get(self.number(place)? + 1).map_or(self.end, |next| next.place);
        Ok(u64::from(next.saturating_sub(place)))
    }

    /// All of them.
    pub fn into_entries(self) -> Vec<Entry> {
        self.entries
    }

    fn number(&self, place: u32) -> Result<usize, Unusual> {
        self.entries.binary_search_by_key(&place, |entry| entry.place).map_err(|_| MISSING)
    }
}
