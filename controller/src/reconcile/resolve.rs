//! From a run to the spec that it runs.

use crate::field_path::FieldPath;
use crate::model::{ObjectKey, TaskKind, TaskRef, TaskRun, TaskSource, namespace_of};
use crate::pod::Source;
use crate::problem::Problems;
use crate::world::World;

/// The spec that `run` runs and the object that holds it; none when it names a Task that is not there.
pub(super) fn source<'a>(
    run: &'a TaskRun,
    world: &'a World,
    problems: &mut Problems<'_>,
) -> Option<(Source<'a>, ObjectKey)> {
    match &run.source {
        TaskSource::Inline(spec) => {
            let path = FieldPath::of(&["spec", "taskSpec"]);
            let source = Source { metadata: &run.metadata, task: None, spec, path };
            Some((source, ObjectKey::namespaced("TaskRun", &run.metadata)))
        }
        TaskSource::Ref(reference) => referenced(run, reference, world).or_else(|| {
            let (kind, name) = (reference.kind.name(), &reference.name);
            let (namespace, place) = match reference.kind {
                TaskKind::Task => {
                    (namespace_of(&run.metadata), format!(" in namespace {:?}", namespace_of(&run.metadata)))
                }
                TaskKind::ClusterTask => ("", String::new()),
            };
            let key =
                ObjectKey { kind: kind.to_owned(), namespace: namespace.to_owned(), name: name.clone() };
            let message = format!("{kind} {name:?} not found{place}: is its file among the inputs?");
            problems.missing(FieldPath::of(&["spec", "taskRef", "name"]), key, message);
            None
        }),
    }
}

fn referenced<'a>(
    run: &TaskRun,
    reference: &'a TaskRef,
    world: &'a World,
) -> Option<(Source<'a>, ObjectKey)> {
    let named = |name: Option<&String>| name.is_some_and(|name| *name == reference.name);
    let (metadata, spec, key) = match reference.kind {
        TaskKind::Task => {
            let namespace = namespace_of(&run.metadata);
            let fits = |name, other| named(name) && other == namespace;
            let task = world
                .tasks
                .iter()
                .find(|task| fits(task.metadata.name.as_ref(), namespace_of(&task.metadata)))?;
            (&task.metadata, &task.spec, ObjectKey::namespaced(reference.kind.name(), &task.metadata))
        }
        TaskKind::ClusterTask => {
            let task = world.cluster_tasks.iter().find(|task| named(task.metadata.name.as_ref()))?;
            (&task.metadata, &task.spec, ObjectKey::cluster(reference.kind.name(), &task.metadata))
        }
    };
    let source = Source { metadata, task: Some(&reference.name), spec, path: FieldPath::of(&["spec"]) };
    Some((source, key))
}
