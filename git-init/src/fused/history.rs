//! Whether the commits of a pack have all that came before them in it.

use std::collections::HashSet;

use packs::{Id, Index, Kind, Object};

use super::objects;

/// What a line with a parent begins with, and how long it is with its 40 digits and its end.
const PARENT: &[u8] = b"parent ";
const LINE: usize = PARENT.len() + 41;

/// The commits of a pack as they arrive. Children come before their parents as a rule, so that few are waited for.
#[derive(Default)]
pub struct History {
    /// Parents, but for those that have come since they were named.
    awaited: HashSet<Id>,
    /// Whether there was a commit that does not say what its parents are.
    unreadable: bool,
}

impl History {
    /// Takes an object as it comes.
    pub fn add(&mut self, object: &Object) {
        if object.kind != Kind::Commit {
            return;
        }
        self.awaited.remove(&object.id);
        match parents(&object.data) {
            Some(parents) => self.awaited.extend(parents),
            None => self.unreadable = true,
        }
    }

    /// Whether all of it is in the pack of this index. It is not where the clone is shallow.
    pub fn is_whole(&self, index: &Index) -> bool {
        !self.unreadable && self.awaited.iter().all(|parent| index.has(*parent))
    }
}

/// The parents that a commit names, behind its tree.
fn parents(commit: &[u8]) -> Option<Vec<Id>> {
    objects::named(commit, b"tree ")?;
    let mut rest = commit.get(b"tree ".len() + 40..)?.strip_prefix(b"\n")?;
    let mut parents = Vec::new();
    while rest.starts_with(PARENT) {
        parents.push(objects::named(rest, PARENT)?);
        rest = rest.get(LINE - 1..)?.strip_prefix(b"\n")?;
    }
    Some(parents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_are_read_all_or_not_at_all() {
        let digits = |byte: u8| format!("{byte:02x}").repeat(20);
        let commit = |lines: &str| format!("tree {}\n{lines}author a\n\nparent {}\n", digits(9), digits(8));
        assert_eq!(parents(commit("").as_bytes()).unwrap(), []);
        let two = format!("parent {}\nparent {}\n", digits(1), digits(2));
        assert_eq!(parents(commit(&two).as_bytes()).unwrap(), [Id([1; 20]), Id([2; 20])]);
        for wrong in
            [two.replace("01\n", "0\n"), two.replace('\n', " "), two.replace("parent 01", "parent  1")]
        {
            assert!(parents(commit(&wrong).as_bytes()).is_none(), "{wrong}");
        }
        for wrong in ["", "tree", &format!("tree {}", digits(1)), "parent"] {
            assert!(parents(wrong.as_bytes()).is_none(), "{wrong}");
        }
    }
}
