//! The steps of a spec, before anything is put in for variables.

use std::collections::HashSet;

use k8s_openapi::api::core::v1::Container;

use super::step;
use crate::field_path::FieldPath;
use crate::names::is_label;
use crate::pod::place_tools;
use crate::problem::Problems;

/// Checks that there are steps at `path`.
pub(super) fn check_any(steps: &[Container], path: &FieldPath, problems: &mut Problems<'_>) {
    if steps.is_empty() {
        problems.wrong(path.clone(), "missing: a task needs at least one step");
    }
}

/// Checks the steps at `path`; `must_be_named` tells whether each must have a name that is a DNS label.
pub(super) fn check(steps: &[Container], must_be_named: bool, path: &FieldPath, problems: &mut Problems<'_>) {
    let mut names = HashSet::new();
    for (index, step) in steps.iter().enumerate() {
        let path = path.index(index);
        if step.image.as_deref().unwrap_or_default().is_empty() {
            problems.wrong(path.key("image"), "missing: a step needs an image");
        }
        let name = step.name.as_str();
        let wrong = if name.is_empty() {
            must_be_named.then(|| "missing: each step of a Task needs a name".to_owned())
        } else if !names.insert(name) {
            Some(format!("invalid value {name:?}: another step has this name"))
        } else if name == place_tools::NAME {
            Some(format!("invalid value {name:?}: the Pod has a container of its own with this name"))
        } else if must_be_named && !is_label(name) {
            Some(format!("invalid value {name:?}: the name of a step must be a valid DNS label"))
        } else {
            None
        };
        if let Some(wrong) = wrong {
            problems.wrong(path.key("name"), wrong);
        }
        step::check(step, &path, problems);
    }
}
