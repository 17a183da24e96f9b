//! One file: its documents, their objects, the lists of them.

use super::diagnostic::Diagnostic;
use super::file::{Document, File};
use super::node::{Node, Value};
use super::{Loaded, kinds, parse, split};

/// Reads everything in a file.
pub(super) fn load(file: File, loaded: &mut Loaded) {
    for document in split::documents(file) {
        let show = !document.secret;
        match parse::parse(&document) {
            Ok(node) => object_or_list(node, None, &document, loaded),
            Err((position, message)) => {
                let message = if show { message } else { "not readable as YAML".to_owned() };
                loaded.diagnostics.push(Diagnostic::at(&document, position, message, show));
                loaded.unread.note_document(&document);
            }
        }
    }
}

/// An object, or the objects of a list. `kind` is what the list says of items that do not say it themselves.
fn object_or_list(node: Node, kind: Option<&str>, document: &Document, loaded: &mut Loaded) {
    if matches!(node.value, Value::Null) {
        return; // nothing between two markers
    }
    let own = node.text("kind").or(kind).map(str::to_owned);
    let of =
        own.as_deref().and_then(|kind| kind.strip_suffix("List")).filter(|_| node.entry("items").is_some());
    match of {
        None => kinds::load(node, own.as_deref(), document, loaded),
        Some(of) => {
            for item in items(node, document, loaded) {
                object_or_list(item, Some(of).filter(|of| !of.is_empty()), document, loaded);
            }
        }
    }
}

fn items(list: Node, document: &Document, loaded: &mut Loaded) -> Vec<Node> {
    let Value::Mapping(entries) = list.value else { return Vec::new() };
    match entries.into_iter().find(|entry| entry.key == "items").map(|entry| entry.value) {
        Some(Node { value: Value::Sequence(items), .. }) => items,
        Some(Node { value: Value::Null, .. }) | None => Vec::new(),
        Some(Node { at, .. }) => {
            let message = "items: expected a sequence of objects".to_owned();
            loaded.diagnostics.push(Diagnostic::at(document, at, message, !document.secret));
            Vec::new()
        }
    }
}
