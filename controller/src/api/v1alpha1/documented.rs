//! Each page of docs/kinds names the fields of its kind, all of them and no others.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::{fmt, fs};

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, Deserialize, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::{ClusterTask, Pipeline, PipelineResource, PipelineRun, Task, TaskRun};

/// Kubernetes' own types, which its documentation explains,
const FOREIGN: [&str; 5] = ["Affinity", "Container", "ObjectMeta", "Toleration", "Volume"];

/// and ours where another page does: a `taskSpec` is the `spec` of a Task, a `resourceSpec` that of a PipelineResource.
const ELSEWHERE: [&str; 2] = ["taskSpec", "resourceSpec"];

/// What a type asks for is noted and given to it, empty.
struct Walk<'a> {
    path: String,
    fields: &'a RefCell<BTreeSet<String>>,
}

impl<'a> Walk<'a> {
    fn to(&self, path: String) -> Walk<'a> {
        Walk { path, fields: self.fields }
    }
}

impl<'de> Deserializer<'de> for Walk<'_> {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_unit()
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_some(self)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_str("")
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_i64(0)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        let item = self.to(format!("{}[]", self.path));
        visitor.visit_seq(SeqDeserializer::new(std::iter::once(item)))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_map(MapDeserializer::new(std::iter::empty::<(&str, Self)>()))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        let last = self.path.rsplit('.').next().unwrap_or_default();
        if FOREIGN.contains(&name) || ELSEWHERE.contains(&last) {
            return self.deserialize_map(visitor);
        }
        let below = |field: &&'static str| {
            let path =
                if self.path.is_empty() { (*field).to_owned() } else { format!("{}.{field}", self.path) };
            self.fields.borrow_mut().insert(path.clone());
            (*field, self.to(path))
        };
        visitor.visit_map(MapDeserializer::new(fields.iter().map(below)))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i128 u8 u16 u32 u64 u128 f32 f64 char str bytes byte_buf
        unit unit_struct newtype_struct tuple tuple_struct enum identifier ignored_any
    }
}

impl IntoDeserializer<'_, Wrong> for Walk<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

#[derive(Debug)]
struct Wrong(String);

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Wrong {}

impl de::Error for Wrong {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// The paths of the fields of `T` that hold values, such as `spec.steps`; what only holds other fields needs no row.
fn fields<T: for<'de> Deserialize<'de>>() -> BTreeSet<String> {
    let fields = RefCell::default();
    T::deserialize(Walk { path: String::new(), fields: &fields }).unwrap();
    let fields = fields.into_inner();
    let holds = |field: &str, other: &String| {
        other.strip_prefix(field).is_some_and(|rest| rest.starts_with(['.', '[']))
    };
    fields.iter().filter(|field| !fields.iter().any(|other| holds(field, other))).cloned().collect()
}

/// The paths in the first column of a page's table of fields.
fn documented(page: &str) -> BTreeSet<String> {
    let path = format!("{}/../docs/kinds/{page}.md", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let section = text.split("\n## ").find(|section| section.starts_with("Fields\n")).unwrap();
    let first = |line: &str| Some(line.strip_prefix("| `")?.split_once("` |")?.0.to_owned());
    section.lines().filter_map(first).collect()
}

#[track_caller]
fn check(page: &str, of_type: &BTreeSet<String>, documented: &BTreeSet<String>) {
    let missing: Vec<_> = of_type.difference(documented).collect();
    let unknown: Vec<_> = documented.difference(of_type).collect();
    assert!(
        missing.is_empty() && unknown.is_empty(),
        "{page}.md lacks {missing:?}, and makes up {unknown:?}"
    );
    assert!(of_type.len() > 4, "{page}: {of_type:?}");
}

#[test]
fn every_page_names_every_field_of_its_kind_and_no_other() {
    for (page, of_type) in [
        ("task", fields::<Task>()),
        ("taskrun", fields::<TaskRun>()),
        ("pipelineresource", fields::<PipelineResource>()),
        ("pipeline", fields::<Pipeline>()),
        ("pipelinerun", fields::<PipelineRun>()),
    ] {
        check(page, &of_type, &documented(page));
    }
    // Its page names what it has of its own, and leaves its spec to the Task's.
    check("clustertask", &fields::<ClusterTask>(), &(&documented("clustertask") | &documented("task")));
}
