//! Resources of type image: a name that steps build, push or deploy by. Nothing is fetched or stored.

use crate::model::ResourceSpec;

/// What variables can ask for.
pub(super) fn fields(spec: &ResourceSpec) -> Vec<(&'static str, String)> {
    let field = |name: &'static str| (name, spec.param(name).unwrap_or_default().to_owned());
    vec![field("url"), field("digest")]
}
