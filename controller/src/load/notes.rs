//! What is wrong with one object, and what is doubtful in it.

use super::file::Position;
use super::node::Part;
use crate::problem::MAX_PROBLEMS;

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
