//! Where every object was written, so that later errors can point there.

use std::collections::HashMap;
use std::rc::Rc;

use super::diagnostic::Diagnostic;
use super::file::Document;
use super::node::Node;
use crate::field_path::FieldPath;
use crate::model::ObjectKey;
use crate::problem::Problem;

/// The place of every object that was read.
#[derive(Default)]
pub struct Sources(HashMap<ObjectKey, Source>);

struct Source {
    document: Document,
    node: Rc<Node>,
}

impl Sources {
    /// The problem with its place in the inputs; without one for an object that was not read from them.
    pub fn locate(&self, problem: &Problem) -> Diagnostic {
        let Problem { object, path, message, .. } = problem;
        let message = format!("{object}: {path}: {message}");
        match self.0.get(object) {
            None => Diagnostic::whole("inputs", usize::MAX, message),
            Some(Source { document, node }) => {
                Diagnostic::at(document, node.locate(path), message, !document.secret)
            }
        }
    }

    /// Notes where `object` is.
    ///
    /// # Errors
    /// When there is one already: the place of that one, as `file:line:column`.
    pub(super) fn note(
        &mut self,
        object: ObjectKey,
        document: &Document,
        node: Rc<Node>,
    ) -> Result<(), String> {
        if let Some(first) = self.0.get(&object) {
            let place = first.node.locate(&FieldPath::of(&["metadata", "name"]));
            return Err(Diagnostic::place(&first.document, place));
        }
        self.0.insert(object, Source { document: document.clone(), node });
        Ok(())
    }
}
