//! A tree to a typed object, with every error in it and its place.

use std::cell::RefCell;
use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer, StringDeserializer};
use serde::de::{self, DeserializeOwned, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::file::Position;
use super::known_fields::unknown;
use super::node::{Node, Value};

/// Errors of one object beyond which reading it stops: the rest would be noise.
const MAX_ERRORS: usize = 100;

/// What to think of fields that a type does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unknown {
    /// They are errors: somebody wrote them and means something by them.
    Refused,
    /// They are passed over: the cluster's version knows more than ours.
    Ignored,
}

/// Reads `node` as a `T`.
///
/// # Errors
/// Every unknown field and every wrong value, each with its place.
pub(super) fn decode<T: DeserializeOwned>(
    node: &Node,
    unknown: Unknown,
) -> Result<T, Vec<(Position, String)>> {
    let findings = RefCell::new(Vec::new());
    loop {
        let decoded = T::deserialize(Cursor { node, unknown, findings: &findings });
        let mut findings = findings.borrow_mut();
        match decoded {
            Ok(object) if findings.is_empty() => return Ok(object),
            Ok(_) => return Err(std::mem::take(&mut findings)),
            Err(error) => note(&mut findings, error.at.unwrap_or(node.at), error.message),
        }
        if node.broken.get() || findings.len() >= MAX_ERRORS {
            return Err(std::mem::take(&mut findings));
        }
    }
}

/// A second look comes by the same unknown fields.
fn note(findings: &mut Vec<(Position, String)>, at: Position, message: String) {
    if !findings.contains(&(at, message.clone())) {
        findings.push((at, message));
    }
}

#[derive(Clone, Copy)]
struct Cursor<'a> {
    node: &'a Node,
    unknown: Unknown,
    findings: &'a RefCell<Vec<(Position, String)>>,
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
        if let (Value::Mapping(entries), Unknown::Refused) = (&self.node.value, self.unknown) {
            for entry in entries.iter().filter(|entry| !fields.contains(&entry.key.as_str())) {
                note(&mut self.findings.borrow_mut(), entry.at, unknown(&entry.key, fields));
            }
        }
        self.deserialize_any(visitor)
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
struct Error {
    message: String,
    at: Option<Position>,
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
