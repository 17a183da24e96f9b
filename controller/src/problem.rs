//! What is wrong with an object, said so that the line can be found.

use thiserror::Error;

use crate::field_path::FieldPath;
use crate::images::Unknown;
use crate::model::ObjectKey;

/// One error in one field of one object.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{object}: {path}: {message}")]
pub struct Problem {
    /// The object that has to change.
    pub object: ObjectKey,
    /// The field; when it is absent, the nearest one above it counts.
    pub path: FieldPath,
    /// What is wrong and what to do about it.
    pub message: String,
    /// Whether the field itself is wrong, or what it asks for is not there.
    pub kind: ProblemKind,
}

/// What sort of error it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The field is wrong, whatever else is there.
    Wrong,
    /// The field names another object, and that one is not there.
    Missing(ObjectKey),
    /// The field is not there, and what this image runs by itself is not known.
    NoCommand(Unknown),
}

/// Where problems of one object gather.
#[derive(Debug)]
pub struct Problems<'a> {
    object: ObjectKey,
    list: &'a mut Vec<Problem>,
}

impl<'a> Problems<'a> {
    /// Gathers problems of `object` at the end of `list`.
    pub fn of(object: ObjectKey, list: &'a mut Vec<Problem>) -> Self {
        Self { object, list }
    }

    /// Notes that the field at `path` is wrong.
    pub fn wrong(&mut self, path: FieldPath, message: impl Into<String>) {
        self.add(path, message.into(), ProblemKind::Wrong);
    }

    /// Notes that the object `key`, which the field at `path` names, is not there.
    pub fn missing(&mut self, path: FieldPath, key: ObjectKey, message: impl Into<String>) {
        self.add(path, message.into(), ProblemKind::Missing(key));
    }

    /// Notes that the step which the field at `path` is missing in has no command, and that nobody knows what its image
    /// runs.
    pub fn no_command(&mut self, path: FieldPath, unknown: Unknown, message: impl Into<String>) {
        self.add(path, message.into(), ProblemKind::NoCommand(unknown));
    }

    /// The first problem of a field counts: what follows from it is no news, and many runs may share a Task. Each of them
    /// may put in another image, though.
    fn add(&mut self, path: FieldPath, message: String, kind: ProblemKind) {
        let object = &self.object;
        let is_news = |problem: &Problem| matches!(kind, ProblemKind::NoCommand(_)) && problem.kind != kind;
        let same_field = |problem: &Problem| problem.object == *object && problem.path == path;
        if !self.list.iter().any(|problem| same_field(problem) && !is_news(problem)) {
            self.list.push(Problem { object: object.clone(), path, message, kind });
        }
    }
}
