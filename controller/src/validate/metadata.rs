//! Names that the labels and the Pod's own name can carry.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use crate::field_path::FieldPath;
use crate::names::{LABEL_MAX, is_label};
use crate::problem::Problems;

/// Checks the name of an object.
pub(super) fn check(metadata: &ObjectMeta, problems: &mut Problems<'_>) {
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
