//! From a run to the spec that it runs.

use super::index::Index;
use crate::field_path::FieldPath;
use crate::model::{ObjectKey, TaskKind, TaskRef, TaskRun, TaskSource, namespace_of};
use crate::pod::Source;
use crate::problem::Problems;

/// The spec that `run` runs and the object that holds it; none when it names a Task that is not there.
pub(super) fn source<'a>(
    run: &'a TaskRun,
    index: &Index<'a>,
    problems: &mut Problems<'_>,
) -> Option<(Source<'a>, ObjectKey)> {
    match &run.source {
        TaskSource::Inline(spec) => {
            let path = FieldPath::of(&["spec", "taskSpec"]);
            let source = Source { metadata: &run.metadata, task: None, spec, path };
            Some((source, ObjectKey::namespaced("TaskRun", &run.metadata)))
        }
        TaskSource::Ref(reference) => {
            let path = FieldPath::of(&["spec", "taskRef", "name"]);
            task(reference, namespace_of(&run.metadata), path, index, problems)
        }
    }
}

/// The Task that `reference` means in `namespace`; that it is not there is a problem with the field at `path`.
pub(super) fn task<'a>(
    reference: &'a TaskRef,
    namespace: &str,
    path: FieldPath,
    index: &Index<'a>,
    problems: &mut Problems<'_>,
) -> Option<(Source<'a>, ObjectKey)> {
    let found = referenced(reference, namespace, index);
    if found.is_none() {
        let (kind, name) = (reference.kind.name(), &reference.name);
        let (namespace, place) = match reference.kind {
            TaskKind::Task => (namespace, format!(" in namespace {namespace:?}")),
            TaskKind::ClusterTask => ("", String::new()),
        };
        let key = ObjectKey { kind: kind.to_owned(), namespace: namespace.to_owned(), name: name.clone() };
        let message = format!("{kind} {name:?} not found{place}: is its file among the inputs?");
        problems.missing(path, key, message);
    }
    found
}

fn referenced<'a>(
    reference: &'a TaskRef,
    namespace: &str,
    index: &Index<'a>,
) -> Option<(Source<'a>, ObjectKey)> {
    let kind = reference.kind.name();
    let (metadata, spec, key) = match reference.kind {
        TaskKind::Task => {
            let task = index.task(namespace, &reference.name)?;
            (&task.metadata, &task.spec, ObjectKey::namespaced(kind, &task.metadata))
        }
        TaskKind::ClusterTask => {
            let task = index.cluster_task(&reference.name)?;
            (&task.metadata, &task.spec, ObjectKey::cluster(kind, &task.metadata))
        }
    };
    let source = Source { metadata, task: Some(&reference.name), spec, path: FieldPath::of(&["spec"]) };
    Some((source, key))
}
