//! A tree to a typed object, with every error in it and its place.

use std::cell::RefCell;

use serde::de::DeserializeOwned;

use super::cursor::{Cursor, note};
use super::file::Position;
use super::node::{Node, Part};

/// Errors of one object beyond which reading it stops: the rest would be noise.
const MAX_ERRORS: usize = 100;

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

/// What became of an object.
pub(super) struct Decoded<T> {
    /// The object; none when a value of it was wrong. Slips in the names of fields are put right.
    pub object: Option<T>,
    /// Every unknown field and every wrong value. Nothing must be made of the object unless there are none.
    pub findings: Vec<Finding>,
}

/// Reads `node` as a `T`.
pub(super) fn decode<T: DeserializeOwned>(node: &Node, unknown: Unknown) -> Decoded<T> {
    let findings = RefCell::new(Vec::new());
    let mut whole = true;
    loop {
        let decoded = T::deserialize(Cursor { node, unknown, findings: &findings });
        let mut findings = findings.borrow_mut();
        match decoded {
            Ok(object) => {
                return Decoded { object: whole.then_some(object), findings: std::mem::take(&mut findings) };
            }
            Err(error) => {
                let at = error.at.unwrap_or(node.at);
                note(&mut findings, Finding { at, part: Part::Value, message: error.message });
            }
        }
        if node.broken.get() || findings.len() >= MAX_ERRORS {
            return Decoded { object: None, findings: std::mem::take(&mut findings) };
        }
        whole = false;
    }
}
