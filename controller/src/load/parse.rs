//! The text of one document to its tree.

use std::cell::Cell;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Error, Location, Spanned, UserMessageFormatter};

use super::file::{Document, Position};
use super::node::{Entry, Node, Value};

/// Values in one document: far more than the Pods of the largest cluster that Kubernetes supports, and a limit all the same.
const MAX_NODES: usize = 50_000_000;

/// Bytes of text in one document.
const MAX_TEXT: usize = 1 << 30;

/// Values that aliases may repeat in one document: people share a list of steps, bombs share bombs.
const MAX_REPEATED: usize = 100_000;

/// Reads one document.
///
/// # Errors
/// Where the text is no YAML, and why.
pub(super) fn parse(document: &Document) -> Result<Node, (Position, String)> {
    let options = serde_saphyr::options! {
        legacy_octal_numbers: true, // `mode: 0644` means what it means to kubectl
        with_snippet: false,
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: MAX_REPEATED },
        budget: serde_saphyr::budget! {
            max_nodes: MAX_NODES,
            max_events: 2 * MAX_NODES,
            max_total_scalar_bytes: MAX_TEXT,
            max_recorded_anchor_events: MAX_REPEATED,
        },
    };
    let tree: Spanned<Tree> =
        serde_saphyr::from_str_with_options(document.text(), options).map_err(|error| {
            let place = error.location().map_or(Position { line: 1, column: 1 }, position);
            (document.in_file(place), message(&error))
        })?;
    Ok(node(tree, document))
}

/// What the reader says, without the place: that is printed in front.
fn message(error: &Error) -> String {
    if let Error::DuplicateMappingKey { key: Some(key), .. } = error {
        return format!("{key:?} is given twice");
    }
    let text = error.render_with_formatter(&UserMessageFormatter);
    let text = text.lines().next().unwrap_or_default();
    // The place is printed in front, and which counter of the reader's ran over helps nobody.
    let ends = [" at line ", ": limits breached", ": total_replayed_events"];
    let text = &text[..ends.iter().filter_map(|end| text.find(end)).min().unwrap_or(text.len())];
    format!("not readable as YAML: {text}")
}

fn position(location: Location) -> Position {
    let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    Position { line: number(location.line()), column: number(location.column()) }
}

fn node(tree: Spanned<Tree>, document: &Document) -> Node {
    let value = match tree.value {
        Tree::Scalar(value) => value,
        Tree::Sequence(items) => {
            Value::Sequence(items.into_iter().map(|item| node(item, document)).collect())
        }
        Tree::Mapping(entries) => Value::Mapping(
            entries
                .into_iter()
                .map(|(key, value)| Entry {
                    at: document.in_file(position(key.referenced)),
                    key: key.value.0,
                    value: node(value, document),
                })
                .collect(),
        ),
    };
    Node { value, at: document.in_file(position(tree.referenced)), broken: Cell::new(false) }
}

/// What the reader hands over; it becomes a `Node` once the places are those of the file.
enum Tree {
    Scalar(Value),
    Sequence(Vec<Spanned<Tree>>),
    Mapping(Vec<(Spanned<Key>, Spanned<Tree>)>),
}

/// A key. Kubernetes knows text only, and YAML's `1:` and `true:` become that.
struct Key(String);

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(KeyVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Scalar(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Tree, E> {
        Ok(Tree::Scalar(Value::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Scalar(Value::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Scalar(Value::Signed(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Scalar(Value::Unsigned(value)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree::Scalar(Value::Float(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Scalar(Value::String(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Tree::Sequence(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Tree, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Tree::Mapping(entries))
    }
}

struct KeyVisitor;

impl Visitor<'_> for KeyVisitor {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key of text")
    }

    fn visit_str<E>(self, value: &str) -> Result<Key, E> {
        Ok(Key(value.to_owned()))
    }
}
