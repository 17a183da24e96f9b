//! The objects that others may be made from, as long as there is room.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use crate::Kind;

/// What they may take together, in bytes: as much as libgit2 keeps. Whoever packs puts objects that are made from each
/// other close to each other.
const ROOM: usize = 16 << 20;

/// Objects by their place in the pack, those that were used last.
#[derive(Default)]
pub struct Bases {
    held: HashMap<u32, Held>,
    /// When each was used: an entry for each use, of which the last one counts.
    order: VecDeque<(u32, u64)>,
    uses: u64,
    taken: usize,
}

struct Held {
    kind: Kind,
    data: Arc<Vec<u8>>,
    used: u64,
}

impl Bases {
    /// Keeps an object, in place of those that were not used for longest.
    pub fn put(&mut self, place: u32, kind: Kind, data: &Arc<Vec<u8>>) {
        self.taken += data.capacity();
        let used = self.use_of(place);
        let held = Held { kind, data: Arc::clone(data), used };
        if let Some(before) = self.held.insert(place, held) {
            self.taken -= before.data.capacity();
        }
        // The last one stays, however large it is: the next is often made from it.
        while self.taken > ROOM && self.held.len() > 1 {
            let Some((place, used)) = self.order.pop_front() else { break };
            if self.held.get(&place).is_some_and(|held| held.used == used)
                && let Some(gone) = self.held.remove(&place)
            {
                self.taken -= gone.data.capacity();
            }
        }
    }

    /// The object at a place, where it is still there.
    pub fn get(&mut self, place: u32) -> Option<(Kind, Arc<Vec<u8>>)> {
        let used = self.use_of(place);
        let held = self.held.get_mut(&place)?;
        held.used = used;
        Some((held.kind, Arc::clone(&held.data)))
    }

    fn use_of(&mut self, place: u32) -> u64 {
        self.uses += 1;
        self.order.push_back((place, self.uses));
        // What was used again and again leaves entries that no longer count.
        if self.order.len() > 2 * self.held.len() + 1_000 {
            let held = &self.held;
            let now = self.uses;
            self.order.retain(|(place, used)| {
                *used == now || held.get(place).is_some_and(|held| held.used == *used)
            });
        }
        self.uses
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_stays_and_the_room_is_kept_to() {
        let mut bases = Bases::default();
        let megabyte = Arc::new(vec![0; 1 << 20]);
        for place in 0..100 {
            bases.put(place, Kind::Blob, &megabyte);
            assert!(bases.get(0).is_some(), "{place}");
            assert!(bases.taken <= ROOM);
        }
        assert_eq!(bases.held.len(), 16);
        assert!(bases.get(50).is_none() && bases.get(99).is_some());
        bases.put(200, Kind::Tree, &Arc::new(vec![0; ROOM + 1]));
        assert_eq!(bases.held.len(), 1);
        assert!(bases.get(200).is_some());
        for _ in 0..100_000 {
            bases.get(200);
        }
        assert!(bases.order.len() < 2_000);
    }
}
