//! The files of a volume that is made of an object.

use k8s_openapi::api::core::v1::{DownwardAPIVolumeFile, KeyToPath};

use crate::field_path::FieldPath;
use crate::problem::Problems;
use crate::validate::downward;
use crate::validate::form::{FILE, MODES, TEXT, within};

/// Checks which keys, with which permissions, the source at `path` has as files.
pub(super) fn check(
    items: Option<&[KeyToPath]>,
    default_mode: Option<i32>,
    path: &FieldPath,
    problems: &mut Problems<'_>,
) {
    within(default_mode, &MODES, path, "defaultMode", problems);
    for (index, item) in items.unwrap_or_default().iter().enumerate() {
        let path = path.key("items").index(index);
        TEXT.check(&item.key, &path, "key", problems);
        file(&item.path, item.mode, &path, problems);
    }
}

/// The same of what the Pod says of itself.
pub(super) fn check_of_pod(
    items: Option<&[DownwardAPIVolumeFile]>,
    default_mode: Option<i32>,
    path: &FieldPath,
    problems: &mut Problems<'_>,
) {
    within(default_mode, &MODES, path, "defaultMode", problems);
    for (index, item) in items.unwrap_or_default().iter().enumerate() {
        let path = path.key("items").index(index);
        file(&item.path, item.mode, &path, problems);
        if item.field_ref.is_some() == item.resource_field_ref.is_some() {
            problems.wrong(path.clone(), "expected a fieldRef or a resourceFieldRef, and one of them alone");
        }
        if let Some(one) = &item.field_ref {
            downward::field(one, &downward::OF_FILES, &path.key("fieldRef"), problems);
        }
        if let Some(one) = &item.resource_field_ref {
            let path = path.key("resourceFieldRef");
            TEXT.check(one.container_name.as_deref().unwrap_or_default(), &path, "containerName", problems);
            downward::resource(one, &path, problems);
        }
    }
}

/// Checks where the file at `path` is, and its permissions.
fn file(name: &str, mode: Option<i32>, path: &FieldPath, problems: &mut Problems<'_>) {
    FILE.check(name, path, "path", problems);
    within(mode, &MODES, path, "mode", problems);
}
