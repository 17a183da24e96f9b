//! A tree to a typed object, with every error in it and its place.

use std::cell::RefCell;

use serde::de::DeserializeOwned;

use super::cursor::{Cursor, Unknown};
use super::node::{Node, Part};
use super::notes::{Finding, Notes};
use super::place::Place;
use crate::problem::MAX_PROBLEMS;

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
