//! A run of a Task by itself: the Pod that it still needs.

use k8s_openapi::api::core::v1::Pod;

use super::bind::{Side, bind};
use super::{Index, artifacts, resolve};
use crate::creds;
use crate::field_path::FieldPath;
use crate::model::{ObjectKey, TaskRun, namespace_of};
use crate::pod::{Parts, build};
use crate::problem::{Problem, Problems};
use crate::validate;

/// The Pod of `run`, unless it has ended, is cancelled, or has one. Everything wrong is noted in `found`.
pub(super) fn pod(run: &TaskRun, index: &Index<'_>, found: &mut Vec<Problem>) -> Option<Pod> {
    if run.cancelled || run.done || !index.pods(&run.metadata).is_empty() {
        return None;
    }
    let key = ObjectKey::namespaced("TaskRun", &run.metadata);
    let mut problems = Problems::of(key.clone(), found);
    let (source, owner) = resolve::source(run, index, &mut problems)?;
    let spec = FieldPath::of(&["spec"]);
    validate::fit(&source.spec.params, &run.params, &spec.key("inputs").key("params"), &mut problems);
    let mut bound = |side: Side, declared, bindings| {
        let at = spec.key(side.name()).key("resources");
        let of_task = source.path.key(side.name()).key("resources");
        bind(side, declared, bindings, (namespace_of(&run.metadata), &at, &of_task), index, &mut problems)
    };
    let inputs = bound(Side::Inputs, &source.spec.inputs, &run.inputs);
    let outputs = bound(Side::Outputs, &source.spec.outputs, &run.outputs);
    let credentials = creds::of(run, &key, index, found);
    let artifacts = artifacts::of_task_run(run, index);
    let parts = Parts { source, inputs, outputs, artifacts: artifacts.as_ref(), attempt: 0, credentials };
    Some(build(run, parts, &index.world.settings, &mut Problems::of(owner, found)))
}
