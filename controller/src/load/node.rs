//! A document as a tree in which every value knows its place.

use std::cell::Cell;

use super::file::Position;
use crate::field_path::{FieldPath, Segment};

/// A value and where it stands.
#[derive(Debug)]
pub(super) struct Node {
    pub value: Value,
    pub at: Position,
    /// Set once an error about it is noted: decoding then goes on as if it were not there.
    pub broken: Cell<bool>,
}

/// What YAML and JSON can say.
#[derive(Debug)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    String(String),
    Sequence(Vec<Node>),
    Mapping(Vec<Entry>),
}

/// A key of a mapping and its value.
#[derive(Debug)]
pub(super) struct Entry {
    pub key: String,
    pub at: Position,
    pub value: Node,
}

/// What an error is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Key,
    Value,
}

impl Node {
    /// The entry of a mapping under `key`.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.value {
            Value::Mapping(entries) => entries.iter().find(|entry| entry.key == key),
            _ => None,
        }
    }

    /// The text under `key`.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.entry(key).map(|entry| &entry.value.value) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        }
    }

    /// The place of the field at `path`, or of the nearest field above it that is there.
    pub fn locate(&self, path: &FieldPath) -> Position {
        let (mut node, mut at) = (self, self.at);
        for segment in path.segments() {
            let (next, place) = match (segment, &node.value) {
                (Segment::Key(key), _) => match node.entry(key) {
                    // A key is what people look for, unless the value is the text that is wrong.
                    Some(entry) => (&entry.value, entry.value.place_under(entry.at)),
                    None => return at,
                },
                (Segment::Index(index), Value::Sequence(items)) => match items.get(*index) {
                    Some(item) => (item, item.at),
                    None => return at,
                },
                (Segment::Index(_), _) => return at,
            };
            (node, at) = (next, place);
        }
        at
    }

    /// The path of the key, or else the value, that stands at `place`. A mapping stands where its first key does.
    pub fn path_to(&self, place: Position, part: Part) -> FieldPath {
        let mut segments = Vec::new();
        self.find(place, part, &mut segments);
        FieldPath::from(segments)
    }

    fn find(&self, place: Position, part: Part, segments: &mut Vec<Segment>) -> bool {
        if part == Part::Value && self.at == place {
            return true;
        }
        let mut step = |segment: Segment, at: Option<Position>, node: &Self| {
            segments.push(segment);
            let found = (part == Part::Key && at == Some(place)) || node.find(place, part, segments);
            if !found {
                segments.pop();
            }
            found
        };
        match &self.value {
            Value::Mapping(entries) => entries
                .iter()
                .any(|entry| step(Segment::Key(entry.key.clone().into()), Some(entry.at), &entry.value)),
            Value::Sequence(items) => {
                items.iter().enumerate().any(|(index, item)| step(Segment::Index(index), None, item))
            }
            _ => false,
        }
    }

    fn place_under(&self, key: Position) -> Position {
        match self.value {
            Value::Sequence(_) | Value::Mapping(_) | Value::Null => key,
            _ => self.at,
        }
    }
}
