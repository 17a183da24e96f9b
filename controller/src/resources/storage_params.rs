//! The params of a storage, as all of its types read them.

use crate::field_path::FieldPath;
use crate::model::ResourceSpec;

/// Where it is.
pub(super) fn location(spec: &ResourceSpec) -> &str {
    spec.param("location").unwrap_or_default()
}

/// Two things that are missing are two problems, so that they need two places.
pub(super) fn params_or_spec(path: &FieldPath, spec: &ResourceSpec) -> FieldPath {
    if spec.param("type").is_some() { path.key("params") } else { path.clone() }
}
