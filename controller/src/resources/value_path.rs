//! Where the value of a param stands, for what is wrong with it.

use crate::field_path::FieldPath;
use crate::model::ResourceSpec;

/// The path of the value of the param `name`, where there is one; `path` is the resource's own.
pub(super) fn value_path(spec: &ResourceSpec, path: &FieldPath, name: &str) -> Option<FieldPath> {
    spec.position(name).map(|at| path.key("params").index(at).key("value"))
}

/// The same, and where there is none that of all params.
pub(super) fn value_or_params(spec: &ResourceSpec, path: &FieldPath, name: &str) -> FieldPath {
    value_path(spec, path, name).unwrap_or_else(|| path.key("params"))
}
