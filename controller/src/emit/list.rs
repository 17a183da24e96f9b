//! A `v1` `List` in JSON, written item by item: no more than one of them is held as a tree.

use std::cell::RefCell;
use std::io::{self, Write};

use serde::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use super::Readable;

/// Writes the List of `objects` and a line end.
pub(super) fn write(
    objects: impl Iterator<Item = serde_json::Result<Value>>,
    out: &mut impl Write,
) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &List(Items(RefCell::new(objects))))?;
    out.write_all(b"\n")
}

struct List<I>(Items<I>);

/// Read once, while they are written: serde hands out what it writes behind a shared reference.
struct Items<I>(RefCell<I>);

impl<I: Iterator<Item = serde_json::Result<Value>>> Serialize for List<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_map(Some(3))?;
        list.serialize_entry("apiVersion", "v1")?;
        list.serialize_entry("kind", "List")?;
        list.serialize_entry("items", &self.0)?;
        list.end()
    }
}

impl<I: Iterator<Item = serde_json::Result<Value>>> Serialize for Items<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut items = serializer.serialize_seq(None)?;
        for object in &mut *self.0.borrow_mut() {
            items.serialize_element(&Readable(&object.map_err(Error::custom)?))?;
        }
        items.end()
    }
}
