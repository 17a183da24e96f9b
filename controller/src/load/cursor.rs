//! The tree as serde reads it: each error gets the place of its value, and unknown fields are noted on the way.
//!
//! Two things that people get away with elsewhere are warnings and not errors: a boolean or a number where text belongs,
//! and what [`Place`] lets pass.

use std::cell::RefCell;

use serde::de::value::{MapDeserializer, SeqDeserializer, StringDeserializer};
use serde::de::{self, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::error::Error;
use super::known_fields::{nearest, unknown};
use super::node::{Node, Part, Value};
use super::notes::{Finding, Notes};
use super::place::Place;
use super::plain_text::plain_text;
use crate::problem::MAX_PROBLEMS;

/// Where a type reads its values: one node, and what to do about what it does not know.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub node: &'a Node,
    pub unknown: Unknown,
    pub place: Place,
    pub notes: &'a RefCell<Notes>,
}

/// What to think of fields that a type does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unknown {
    /// They are errors: somebody wrote them and means something by them.
    Refused,
    /// They are passed over: the cluster's version knows more than ours.
    Ignored,
}

impl<'a> Cursor<'a> {
    fn to(self, node: &'a Node) -> Self {
        Self { node, place: Place::Anywhere, ..self }
    }

    /// To the value of `key` in a structure of `fields`.
    fn to_field(self, key: &str, node: &'a Node, fields: &'static [&'static str]) -> Self {
        Self { node, place: self.place.of_field(key, fields), ..self }
    }

    /// Gives an error its place: the innermost value that it passes on its way out. That value counts as absent from now on.
    fn place<T>(self, result: Result<T, Error>) -> Result<T, Error> {
        result.map_err(|error| {
            if error.at.is_some() {
                return error;
            }
            self.node.broken.set(true);
            Error { at: Some(self.node.at), ..error }
        })
    }
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

    // What is read as text and not kept as such (a time, base64) asks for a str: a number is wrong there.
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let Some(text) = plain_text(&self.node.value) else {
            return self.deserialize_any(visitor);
        };
        let message = format!(
            "{} stands where text belongs and is taken as {text:?}: put it in quotes",
            kind(&self.node.value)
        );
        let finding = Finding { at: self.node.at, part: Part::Value, message };
        self.notes.borrow_mut().warnings.push(finding);
        self.place(visitor.visit_string(text))
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
                return (key, self.to_field(key, &entry.value, fields));
            }
            let finding = |message| Finding { at: entry.at, part: Part::Key, message };
            let mut notes = self.notes.borrow_mut();
            if self.place.lets_pass(key) {
                notes.warnings.push(finding(format!("{key:?} is ignored here: it belongs one level up")));
                return (key, self.to(&entry.value));
            }
            // Beyond the limit nobody reads what could have been meant.
            let near = if notes.errors.len() >= MAX_PROBLEMS { None } else { nearest(key, fields) };
            notes.error(finding(unknown(key, near)));
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
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str bytes byte_buf
        unit unit_struct seq tuple tuple_struct map identifier
    }
}

impl IntoDeserializer<'_, Error> for Cursor<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
