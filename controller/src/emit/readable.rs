//! Fields in the order in which people write them.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

/// The fields that come first, in this order; all others follow by the alphabet.
const FIRST: [&str; 28] = [
    "apiVersion",
    "kind",
    "metadata",
    "name",
    "namespace",
    "labels",
    "annotations",
    "ownerReferences",
    "uid",
    "spec",
    "restartPolicy",
    "serviceAccountName",
    "nodeSelector",
    "tolerations",
    "affinity",
    "initContainers",
    "containers",
    "image",
    "command",
    "args",
    "workingDir",
    "envFrom",
    "env",
    "value",
    "valueFrom",
    "resources",
    "volumeMounts",
    "volumes",
];

/// The place of a field: one of `FIRST`, or behind all of them.
fn rank(key: &str) -> usize {
    FIRST.iter().position(|first| *first == key).unwrap_or(FIRST.len())
}

/// A value whose mappings are written in that order.
pub(super) struct Readable<'a>(pub &'a Value);

impl Serialize for Readable<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(fields) => {
                // They come by the alphabet, so that a stable sort by rank is all.
                let mut fields: Vec<(usize, &String, &Value)> =
                    fields.iter().map(|(key, value)| (rank(key), key, value)).collect();
                fields.sort_by_key(|(rank, ..)| *rank);
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (_, key, value) in fields {
                    map.serialize_entry(key, &Readable(value))?;
                }
                map.end()
            }
            Value::Array(items) => serializer.collect_seq(items.iter().map(Readable)),
            scalar => scalar.serialize(serializer),
        }
    }
}
