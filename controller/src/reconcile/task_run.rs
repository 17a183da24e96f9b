//! A run of a Task by itself: its status, and the Pod that it still needs.

use k8s_openapi::api::core::v1::Pod;

use super::bind::{Side, bind};
use super::follow::{State, Terms, follow};
use super::{Index, artifacts, resolve};
use crate::creds;
use crate::field_path::FieldPath;
use crate::model::{ObjectKey, TaskRun, namespace_of};
use crate::plan::Plan;
use crate::pod::{Parts, build};
use crate::problem::{Found, Problems};
use crate::validate;

/// Adds to `plan` what `run` needs, and what is to be said of it. Everything wrong is noted in `found`.
pub(super) fn plan(run: &TaskRun, index: &Index<'_>, found: &mut Found, plan: &mut Plan) {
    let terms = Terms {
        timeout: run.timeout,
        cancelled: run.cancelled,
        ended: run.ended.as_ref(),
        ..Terms::default()
    };
    let followed = follow(run.metadata.clone(), &index.pods(&run.metadata), terms, index.world.now);
    if followed.state == State::Wanting {
        plan.pods.extend(pod(run, index, found));
    }
    plan.unwanted.extend(followed.unwanted);
    plan.due_at(followed.due);
    plan.task_runs.push(followed.status);
}

/// The Pod of `run`.
fn pod(run: &TaskRun, index: &Index<'_>, found: &mut Found) -> Option<Pod> {
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
