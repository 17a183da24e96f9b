//! The tree as serde reads it: each error gets the place of its value, and unknown fields are noted on the way.

use std::cell::RefCell;
use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer, StringDeserializer};
use serde::de::{self, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::decode::{Finding, Unknown};
use super::file::Position;
use super::known_fields::{nearest, unknown};
use super::node::{Node, Part, Value};

/// Where a type reads its values: one node, and what to do about what it does not know.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub node: &'a Node,
    pub unknown: Unknown,
    pub findings: &'a RefCell<Vec<Finding>>,
}

impl<'a> Cursor<'a> {
    fn to(self, node: &'a Node) -> Self {
        Self { node, ..self }
    }

    /// Gives an error its place: the innermost value that it passes on its way out. That value counts as absent from now on.
    fn place<T>(self, result: Result<T, Error>) -> Result<T, Error> {
        result.map_err(|error| {
            if error.at.is_some() {
                return error;
            }
            self.node.broken.set(true);
            Error { at: Some(self.node.at), message: hint(&error.message, &self.node.value) }
        })
    }
}

/// Adds what to do about the wrong type that people meet most.
fn hint(message: &str, value: &Value) -> String {
    let scalar = matches!(value, Value::Bool(_) | Value::Signed(_) | Value::Unsigned(_) | Value::Float(_));
    if scalar && message.ends_with("expected a string") {
        return format!("{message}; put it in quotes to make it one");
    }
    message.to_owned()
}

/// What a value is, in the words that the types themselves use in their errors.
fn kind(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => format!("boolean `{value}`"),
        Value::Signed(value) => format!("integer `{value}`"),
        Value::Unsigned(value) => format!("integer `{value}`"),
        Value::Float(value) => format!("floating point `{value}`"),
        Value::String(value) => format!("string {value:?}"),
        Value::Sequence(_) => "sequence".to_owned(),
        Value::Mapping(_) => "map".to_owned(),
    }
}

impl<'de> Deserializer<'de> for Cursor<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.place(match &self.node.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Signed(value) => visitor.visit_i64(*value),
            Value::Unsigned(value) => visitor.visit_u64(*value),
            Value::Float(value) => visitor.visit_f64(*value),
            Value::String(value) => visitor.visit_str(value),
            Value::Sequence(items) => {
                let items = items.iter().filter(|item| !item.broken.get()).map(|item| self.to(item));
                visitor.visit_seq(SeqDeserializer::new(items))
            }
            Value::Mapping(entries) => {
                let entries = entries.iter().filter(|entry| !entry.value.broken.get());
                visitor.visit_map(MapDeserializer::new(
                    entries.map(|entry| (entry.key.as_str(), self.to(&entry.value))),
                ))
            }
        })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.node.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        let placed = visitor.visit_newtype_struct(self);
        self.place(placed)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let Value::Mapping(entries) = &self.node.value else {
            // Left to itself, a type would take a sequence for its fields in their order.
            let found = kind(&self.node.value);
            return self.place(Err(de::Error::custom(format!(
                "invalid type: {found}, expected a mapping of fields"
            ))));
        };
        if self.unknown == Unknown::Ignored {
            return self.deserialize_any(visitor);
        }
        let named = entries.iter().filter(|entry| !entry.value.broken.get()).map(|entry| {
            let key = entry.key.as_str();
            if fields.contains(&key) {
                return (key, self.to(&entry.value));
            }
            let near = nearest(key, fields);
            note(
                &mut self.findings.borrow_mut(),
                Finding { at: entry.at, part: Part::Key, message: unknown(key, near) },
            );
            // What was meant is looked at as well, and what it should have been is not called missing.
            let meant = near.filter(|near| self.node.entry(near).is_none());
            (meant.unwrap_or(key), self.to(&entry.value))
        });
        self.place(visitor.visit_map(MapDeserializer::new(named)))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.place(match &self.node.value {
            Value::String(text) => {
                let text: StringDeserializer<Error> = text.clone().into_deserializer();
                visitor.visit_enum(text)
            }
            _ => Err(de::Error::custom("expected one of a few words")),
        })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map identifier
    }
}

impl IntoDeserializer<'_, Error> for Cursor<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// What a type does not like about a value, and the value's place once it is known.
#[derive(Debug)]
pub(super) struct Error {
    pub message: String,
    pub at: Option<Position>,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { message: message.to_string(), at: None }
    }
}

/// A second look comes by the same unknown fields.
pub(super) fn note(findings: &mut Vec<Finding>, finding: Finding) {
    if !findings.contains(&finding) {
        findings.push(finding);
    }
}
