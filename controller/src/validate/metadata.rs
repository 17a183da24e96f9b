//! Names that the labels and the Pod's own name can carry, and what Pods take over from their runs.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::form::LABEL;
use super::labels;
use crate::field_path::FieldPath;
use crate::names::{LABEL_MAX, is_label};
use crate::problem::Problems;

/// Checks the metadata of an object.
pub(super) fn check(metadata: &ObjectMeta, problems: &mut Problems<'_>) {
    check_name(metadata, problems);
    let path = FieldPath::of(&["metadata"]);
    let namespace = metadata.namespace.as_deref().unwrap_or_default();
    if !namespace.is_empty() {
        LABEL.check(namespace, &path, "namespace", problems);
    }
    labels::check(metadata.labels.as_ref(), &path.key("labels"), problems);
    labels::check_annotations(metadata.annotations.as_ref(), &path.key("annotations"), problems);
}

fn check_name(metadata: &ObjectMeta, problems: &mut Problems<'_>) {
    let name = metadata.name.as_deref().unwrap_or_default();
    let message = if name.contains('.') {
        "invalid resource name: special character . must not be present".to_owned()
    } else if name.len() > LABEL_MAX {
        format!("invalid resource name: length must be no more than {LABEL_MAX} characters")
    } else if !is_label(name) {
        format!("invalid resource name {name:?}: expected lower-case letters, digits and inner -")
    } else {
        return;
    };
    problems.wrong(FieldPath::of(&["metadata", "name"]), message);
}
