//! One object on its way into the world: read, converted, and complained about.

use std::rc::Rc;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::de::DeserializeOwned;

use super::cursor::Unknown;
use super::decode::{Decoded, decode};
use super::diagnostic::Diagnostic;
use super::file::{Document, Position};
use super::node::Node;
use super::notes::{Finding, Notes};
use super::{Loaded, secret};
use crate::field_path::FieldPath;
use crate::model::{DEFAULT_NAMESPACE, ObjectKey};
use crate::problem::{Found, Problems};

/// Warnings about one object beyond which they are only counted: the rest would be noise.
const MAX_WARNINGS: usize = 100;

/// An object, and where it goes.
pub(super) struct Object<'a> {
    /// What is written.
    pub(super) node: &'a Rc<Node>,
    /// Its kind, which its list may have said.
    pub(super) kind: &'a str,
    /// Where it is written.
    pub(super) document: &'a Document,
    /// What it becomes a part of.
    pub(super) loaded: &'a mut Loaded,
}

impl Object<'_> {
    /// What the object says, read as a `T`, when its API version has had its say; every problem is noted.
    pub(super) fn model<T: DeserializeOwned, M>(
        &mut self,
        metadata: fn(&T) -> &ObjectMeta,
        convert: impl FnOnce(T, &mut Problems<'_>) -> Option<M>,
    ) -> Option<M> {
        let (object, key) = self.read(metadata)?;
        let mut found = Found::default();
        let model = convert(object, &mut Problems::of(key, &mut found));
        let Loaded { sources, diagnostics, .. } = &mut *self.loaded;
        diagnostics.extend(found.into_list().iter().map(|problem| sources.locate(problem)));
        model
    }

    /// The object as a `T` that a cluster has, which may know more of it than we do.
    pub(super) fn observe<T: DeserializeOwned>(&mut self) -> Option<T> {
        let Decoded { object, notes } = decode(self.node, Unknown::Ignored);
        self.tell(notes);
        object
    }

    /// The object as a `T`, with its key; none when it cannot be used, not even to look for further errors.
    pub(super) fn read<T: DeserializeOwned>(
        &mut self,
        metadata: fn(&T) -> &ObjectMeta,
    ) -> Option<(T, ObjectKey)> {
        let Decoded { object, notes } = decode::<T>(self.node, Unknown::Refused);
        self.tell(notes);
        let Some(object) = object else {
            if let Some(key) = self.written_key() {
                self.loaded.unread.note_object(key);
            }
            return None;
        };
        let path = FieldPath::of(&["metadata", "name"]);
        let at = self.node.locate(&path);
        let metadata = metadata(&object);
        if metadata.name.as_deref().unwrap_or_default().is_empty() {
            let message = "metadata.name is missing: names are what objects are found by".to_owned();
            refuse(at, message, self.document, self.loaded);
            return None;
        }
        let key = match self.kind {
            "ClusterTask" => ObjectKey::cluster(self.kind, metadata),
            kind => ObjectKey::namespaced(kind, metadata),
        };
        if let Err(first) = self.loaded.sources.note(key.clone(), self.document, Rc::clone(self.node)) {
            let message = format!("{key} is there twice, first at {first}");
            refuse(at, message, self.document, self.loaded);
            return None;
        }
        Some((object, key))
    }

    /// The key of an object that may not be readable as a whole.
    fn written_key(&self) -> Option<ObjectKey> {
        let metadata = &self.node.entry("metadata")?.value;
        let name = metadata.text("name").filter(|name| !name.is_empty())?.to_owned();
        let namespace = metadata.text("namespace").filter(|namespace| !namespace.is_empty());
        let namespace = if self.kind == "ClusterTask" { "" } else { namespace.unwrap_or(DEFAULT_NAMESPACE) };
        Some(ObjectKey { kind: self.kind.to_owned(), namespace: namespace.to_owned(), name })
    }

    /// Prints nothing of a Secret's values.
    fn tell(&mut self, Notes { errors, warnings }: Notes) {
        let object = self.written_key().map_or(self.kind.to_owned(), |key| key.to_string());
        let worded = |Finding { at, part, message }: Finding| {
            let message = if self.kind == secret::KIND { secret::without_value(&message) } else { message };
            let path = self.node.path_to(at, part).to_string();
            let colon = if path.is_empty() { "" } else { ": " };
            (at, format!("{object}: {path}{colon}{message}"))
        };
        for (at, message) in errors.into_iter().map(worded) {
            refuse(at, message, self.document, self.loaded);
        }
        let more = warnings.len().saturating_sub(MAX_WARNINGS);
        for (at, message) in warnings.into_iter().take(MAX_WARNINGS).map(worded) {
            let place = Diagnostic::place(self.document, at);
            self.loaded.warnings.push(format!("{place}: {message}"));
        }
        if more > 0 {
            self.warn(&format!("has {more} more values like these"));
        }
    }

    pub(super) fn warn(&mut self, what: &str) {
        let place = Diagnostic::place(self.document, self.node.at);
        let name =
            self.node.entry("metadata").and_then(|metadata| metadata.value.text("name")).unwrap_or_default();
        let space = if name.is_empty() { "" } else { " " };
        self.loaded.warnings.push(format!("{place}: {}{space}{name} {what}", self.kind));
    }
}

/// Notes what is wrong at a place of a document.
pub(super) fn refuse(at: Position, message: String, document: &Document, loaded: &mut Loaded) {
    loaded.diagnostics.push(Diagnostic::at(document, at, message, !document.secret));
}
