//! What is wrong with an object, said so that the line can be found.

use std::collections::{HashMap, HashSet};

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

/// Problems of one object beyond which no more are noted: the rest would be noise.
pub const MAX_PROBLEMS: usize = 100;

/// All problems that were found, in their order. The first problem of a field counts: what follows from it is no news,
/// and many runs may share a Task. Each of them may put in another image, though.
#[derive(Debug, Default)]
pub struct Found {
    list: Vec<Problem>,
    fields: HashMap<ObjectKey, HashSet<FieldPath>>,
    unknown: HashSet<(ObjectKey, FieldPath, Unknown)>,
}

impl Found {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The problems.
    pub fn into_list(self) -> Vec<Problem> {
        self.list
    }

    fn add(&mut self, problem: Problem) {
        if let ProblemKind::NoCommand(unknown) = &problem.kind {
            if self.unknown.insert((problem.object.clone(), problem.path.clone(), unknown.clone())) {
                self.list.push(problem);
            }
            return;
        }
        let fields = match self.fields.get_mut(&problem.object) {
            Some(fields) => fields,
            None => self.fields.entry(problem.object.clone()).or_default(),
        };
        if fields.len() < MAX_PROBLEMS && fields.insert(problem.path.clone()) {
            self.list.push(problem);
        }
    }
}

/// Where problems of one object gather.
#[derive(Debug)]
pub struct Problems<'a> {
    object: ObjectKey,
    found: &'a mut Found,
}

impl<'a> Problems<'a> {
    /// Gathers problems of `object` behind those in `found`.
    pub fn of(object: ObjectKey, found: &'a mut Found) -> Self {
        Self { object, found }
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

    fn add(&mut self, path: FieldPath, message: String, kind: ProblemKind) {
        self.found.add(Problem { object: self.object.clone(), path, message, kind });
    }
}
