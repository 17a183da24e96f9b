//! What was among the inputs and could not be read: that it is missing is then no news.

use std::collections::HashSet;

use super::file::Document;
use crate::model::ObjectKey;

/// Objects and documents that came to nothing.
#[derive(Default)]
pub struct Unread {
    objects: HashSet<ObjectKey>,
    documents: Vec<Document>,
}

impl Unread {
    /// Whether `key` is missing because it could not be read: it is one of these objects, or its name stands in one of
    /// these documents.
    pub fn explains(&self, key: &ObjectKey) -> bool {
        self.objects.contains(key)
            || self.documents.iter().any(|document| document.text().contains(&key.name))
    }

    pub(super) fn note_object(&mut self, key: ObjectKey) {
        self.objects.insert(key);
    }

    pub(super) fn note_document(&mut self, document: &Document) {
        self.documents.push(document.clone());
    }
}
