//! The text of one document to its tree.

use std::cell::Cell;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Error, Location, Spanned, UserMessageFormatter};

use super::file::{Document, Position};
use super::node::{Entry, Node, Value};

/// Values in one document: so many, and one more for every so many bytes of it. A tree takes some hundred bytes a value;
/// what people and clusters write has one in twenty bytes, or fewer.
const MAX_NODES: usize = 1_000_000;
const BYTES_A_NODE: usize = 8;

/// Bytes of text in one document beyond its own: what aliases repeat.
const MAX_REPEATED_TEXT: usize = 16 << 20;

/// Values that aliases may repeat in one document: people share a list of steps, bombs share bombs.
const MAX_REPEATED: usize = 100_000;

/// Reads one document.
///
/// # Errors
/// Where the text is no YAML, and why.
pub(super) fn parse(document: &Document) -> Result<Node, (Position, String)> {
    let max_nodes = MAX_NODES + document.text().len() / BYTES_A_NODE;
    let options = serde_saphyr::options! {
        legacy_octal_numbers: true, // `mode: 0644` means what it means to kubectl
        with_snippet: false,
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: MAX_REPEATED },
        budget: serde_saphyr::budget! {
            max_nodes: max_nodes,
            max_events: 2 * max_nodes,
            // No escape is shorter than two thirds of what it stands for (`\\L` for U+2028).
            max_total_scalar_bytes: document.text().len() * 2 + MAX_REPEATED_TEXT,
            max_recorded_anchor_events: MAX_REPEATED,
        },
    };
    let mut node: Node = serde_saphyr::from_str_with_options(document.text(), options).map_err(|error| {
        let place = error.location().map_or(Position { line: 1, column: 1 }, position);
        (document.in_file(place), message(&error))
    })?;
    put_in_file(&mut node, document);
    Ok(node)
}

/// Makes places in the document places in the file.
fn put_in_file(node: &mut Node, document: &Document) {
    node.at = document.in_file(node.at);
    match &mut node.value {
        Value::Sequence(items) => items.iter_mut().for_each(|item| put_in_file(item, document)),
        Value::Mapping(entries) => {
            for entry in entries {
                entry.at = document.in_file(entry.at);
                put_in_file(&mut entry.value, document);
            }
        }
        _ => {}
    }
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

/// A key. Kubernetes knows text only, and YAML's `1:` and `true:` become that.
struct Key(String);

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Spanned { value, referenced, .. } = Spanned::deserialize(deserializer)?;
        Ok(Self { value, at: position(referenced), broken: Cell::new(false) })
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(KeyVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Signed(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Unsigned(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Value::Sequence(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, value)) = access.next_entry::<Spanned<Key>, _>()? {
            entries.push(Entry { key: key.value.0, at: position(key.referenced), value });
        }
        Ok(Value::Mapping(entries))
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
