//! Resources: what a Task declares, what a run binds, and the resources themselves.

use std::collections::HashSet;

use crate::field_path::FieldPath;
use crate::model::{Binding, DeclaredResource, ResourceSource};
use crate::path::clean;
use crate::problem::Problems;
use crate::resources;

/// Checks what a Task or a Pipeline declares at `path`.
pub(super) fn check_declared(declared: &[DeclaredResource], path: &FieldPath, problems: &mut Problems<'_>) {
    check_names(declared.iter().map(|declared| declared.name.as_str()), path, problems);
    for (index, declared) in declared.iter().enumerate() {
        let Some(target) = &declared.target_path else { continue };
        let place = format!("/workspace/{target}");
        let place = clean(&place);
        if place != "/workspace" && !place.starts_with("/workspace/") {
            let message = format!("invalid value {target:?}: it leads out of the workspace, to {place}");
            problems.wrong(path.index(index).key("targetPath"), message);
        }
    }
}

/// Checks what a run binds at `path`, without looking at its Task.
pub(super) fn check_bound(bindings: &[Binding], path: &FieldPath, problems: &mut Problems<'_>) {
    check_names(bindings.iter().map(|binding| binding.name.as_str()), path, problems);
    for (index, binding) in bindings.iter().enumerate() {
        if let ResourceSource::Inline(spec) = &binding.source {
            resources::check(spec, &path.index(index).key("resourceSpec"), problems);
        }
    }
}

/// Names that differ in case alone count as the same.
fn check_names<'a>(names: impl Iterator<Item = &'a str>, path: &FieldPath, problems: &mut Problems<'_>) {
    let mut seen = HashSet::new();
    for (index, name) in names.enumerate() {
        let path = path.index(index).key("name");
        if name.is_empty() {
            problems.wrong(path, "missing: a resource needs a name");
        } else if !seen.insert(name.to_lowercase()) {
            problems.wrong(path, format!("expected exactly one resource {name:?}, got both"));
        }
    }
}
