//! Labels, wherever they stand: on objects, and where Pods and nodes are chosen by them.

use std::collections::BTreeMap;

use super::form::{KEY, VALUE};
use crate::field_path::FieldPath;
use crate::problem::Problems;

/// The most that all annotations of an object may hold, keys and all: the API server's limit.
const ANNOTATIONS_MAX: usize = 256 << 10;

/// What the Pod's own annotation takes of it: `sidecar.istio.io/inject` and `false`.
const OF_POD: usize = 28;

/// Checks the labels that stand at `path`.
pub(super) fn check(
    labels: Option<&BTreeMap<String, String>>,
    path: &FieldPath,
    problems: &mut Problems<'_>,
) {
    for (key, value) in labels.into_iter().flatten() {
        KEY.check_at(key, || path.entry(key), problems);
        VALUE.check_at(value, || path.entry(key), problems);
    }
}

/// Checks the annotations that stand at `path`.
pub(super) fn check_annotations(
    annotations: Option<&BTreeMap<String, String>>,
    path: &FieldPath,
    problems: &mut Problems<'_>,
) {
    let mut size = 0;
    for (key, value) in annotations.into_iter().flatten() {
        size += key.len() + value.len();
        // They may be written in capitals all over.
        if !KEY.fits(&key.to_lowercase()) {
            KEY.check_at(key, || path.entry(key), problems);
        }
    }
    if size > ANNOTATIONS_MAX - OF_POD {
        problems.wrong(
            path.clone(),
            format!("{size} bytes are more than the {ANNOTATIONS_MAX} that an object may have"),
        );
    }
}
