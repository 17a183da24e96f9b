//! A tree to a typed object, with every error in it and its place.

use std::cell::RefCell;

use serde::de::DeserializeOwned;

use super::cursor::{Cursor, Place};
use super::file::Position;
use super::node::{Node, Part};
use crate::problem::MAX_PROBLEMS;

/// What to think of fields that a type does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unknown {
    /// They are errors: somebody wrote them and means something by them.
    Refused,
    /// They are passed over: the cluster's version knows more than ours.
    Ignored,
}

/// One error and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub at: Position,
    pub part: Part,
    pub message: String,
}

/// What is to be said of an object.
#[derive(Default)]
pub(super) struct Notes {
    /// What is wrong.
    pub errors: Vec<Finding>,
    /// What is taken for something else than it says.
    pub warnings: Vec<Finding>,
}

impl Notes {
    /// Notes what is wrong once: a second look comes by the same unknown fields. What goes beyond the limit is not noted.
    pub fn error(&mut self, finding: Finding) {
        if self.errors.len() < MAX_PROBLEMS && !self.errors.contains(&finding) {
            self.errors.push(finding);
        }
    }
}

/// What became of an object.
pub(super) struct Decoded<T> {
    /// The object; none when a value of it was wrong. Slips in the names of fields are put right.
    pub object: Option<T>,
    /// The errors are every unknown field and every wrong value: nothing must be made of the object unless there are none.
    pub notes: Notes,
}

/// Reads `node` as a `T`.
pub(super) fn decode<T: DeserializeOwned>(node: &Node, unknown: Unknown) -> Decoded<T> {
    let notes = RefCell::new(Notes::default());
    let mut whole = true;
    loop {
        notes.borrow_mut().warnings.clear();
        let decoded = T::deserialize(Cursor { node, unknown, place: Place::Anywhere, notes: &notes });
        let mut notes = notes.borrow_mut();
        match decoded {
            Ok(object) => {
                return Decoded { object: whole.then_some(object), notes: std::mem::take(&mut notes) };
            }
            Err(error) => {
                let at = error.at.unwrap_or(node.at);
                notes.error(Finding { at, part: Part::Value, message: error.message });
            }
        }
        if node.broken.get() || notes.errors.len() >= MAX_PROBLEMS {
            return Decoded { object: None, notes: std::mem::take(&mut notes) };
        }
        whole = false;
    }
}
