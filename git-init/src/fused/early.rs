//! Trees that came before those that they are in.

use std::collections::HashMap;
use std::sync::Arc;

use packs::Id;

/// How much of them is kept, in bytes: a thousand folders.
const MOST: usize = 1 << 20;

/// Those that are kept.
#[derive(Default)]
pub struct Early {
    trees: HashMap<Id, Arc<Vec<u8>>>,
    bytes: usize,
}

impl Early {
    /// Keeps a tree, if there is room.
    pub fn keep(&mut self, tree: Id, data: Arc<Vec<u8>>) {
        if self.bytes + data.len() <= MOST {
            self.bytes += data.len();
            self.trees.insert(tree, data);
        }
    }

    /// The bytes of a tree, which may be another folder, too.
    pub fn get(&self, tree: &Id) -> Option<Arc<Vec<u8>>> {
        self.trees.get(tree).cloned()
    }
}
