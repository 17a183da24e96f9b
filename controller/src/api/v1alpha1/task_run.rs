//! `kind: TaskRun`.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Deserialize;
use serde_json::Value;

use super::cancelled::is_cancelled;
use super::duration;
use super::resources::Binding;
use super::task_run_spec::{Param, Results, TaskRef, TaskRunSpec, Trigger};
use crate::field_path::FieldPath;
use crate::model::{self, Condition, Placement, TaskSource, Truth};
use crate::problem::Problems;

/// One run of a Task.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TaskRun {
    #[serde(rename = "apiVersion")]
    _api_version: Option<String>,
    #[serde(rename = "kind")]
    _kind: Option<String>,
    #[serde(default)]
    pub(crate) metadata: ObjectMeta,
    spec: Option<TaskRunSpec>,
    /// What the cluster says of it; its shape is the cluster's own business.
    #[serde(default)]
    status: Value,
}

/// The value of `spec.status` that stops a run.
const CANCELLED: &str = "TaskRunCancelled";

impl TaskRun {
    /// The model's run; what does not fit together is a problem.
    pub(crate) fn into_model(self, problems: &mut Problems<'_>) -> Option<model::TaskRun> {
        let path = FieldPath::of(&["spec"]);
        let Some(spec) = self.spec else {
            problems.wrong(path, "missing: say what to run, by taskRef or taskSpec");
            return None;
        };
        let inputs = spec.inputs.unwrap_or_default();
        let resources = |side: &'static str| path.key(side).key("resources");
        let bound_inputs = Binding::all(inputs.resources, &resources("inputs"), problems);
        let outputs = spec.outputs.unwrap_or_default().resources;
        let bound_outputs = Binding::all(outputs, &resources("outputs"), problems);
        check_trigger(spec.trigger, &path.key("trigger"), problems);
        check_results(spec.results, &path.key("results"), problems);
        let timeout = duration::timeout(spec.timeout.as_deref(), &path.key("timeout"), problems);
        let cancelled = is_cancelled(spec.status.as_deref(), CANCELLED, path.key("status"), problems);
        let source =
            match (TaskRef::into_model(spec.task_ref, &path.key("taskRef"), problems), spec.task_spec) {
                (Some(reference), None) => Some(TaskSource::Ref(reference)),
                (None, Some(inline)) => {
                    Some(TaskSource::Inline(inline.into_model(&path.key("taskSpec"), problems)))
                }
                (Some(_), Some(inline)) => {
                    problems.wrong(path.key("taskSpec"), "must not be given together with taskRef");
                    // What else is wrong with the run is found all the same.
                    Some(TaskSource::Inline(inline.into_model(&path.key("taskSpec"), problems)))
                }
                (None, None) => {
                    problems.wrong(path, "missing taskRef.name or taskSpec: say what to run");
                    None
                }
            };
        let placement = Placement {
            service_account: spec.service_account,
            node_selector: spec.node_selector,
            tolerations: spec.tolerations,
            affinity: spec.affinity,
        };
        Some(model::TaskRun {
            metadata: self.metadata,
            source: source?,
            params: inputs.params.unwrap_or_default().into_iter().map(Param::into_model).collect(),
            inputs: bound_inputs,
            outputs: bound_outputs,
            placement: placement.without_empty(),
            cancelled,
            timeout,
            ended: ended(&self.status),
        })
    }
}

fn check_trigger(trigger: Option<Trigger>, path: &FieldPath, problems: &mut Problems<'_>) {
    let Some(trigger) = trigger else { return };
    let kind = trigger.kind.unwrap_or_default();
    match kind.to_lowercase().as_str() {
        "" | "manual" => {}
        "pipelinerun" if trigger.name.is_some_and(|name| !name.is_empty()) => {}
        "pipelinerun" => {
            problems.wrong(path.key("name"), "missing: a trigger of type pipelineRun names the PipelineRun");
        }
        _ => problems
            .wrong(path.key("type"), format!("invalid value {kind:?}: expected manual or pipelineRun")),
    }
}

/// Checks where results should go.
pub(super) fn check_results(results: Option<Results>, path: &FieldPath, problems: &mut Problems<'_>) {
    let Some(results) = results else { return };
    let kind = results.kind.unwrap_or_default();
    if kind != "gcs" {
        problems.wrong(path.key("type"), format!("invalid value {kind:?}: only gcs is known"));
    }
    match results.url.unwrap_or_default() {
        url if url.is_empty() => problems.wrong(path.key("url"), "missing: results need a place to go to"),
        url if !url.contains("://") => {
            problems.wrong(path.key("url"), format!("invalid value {url:?}: expected a URL"));
        }
        _ => {}
    }
}

/// The condition `Succeeded`, once it has come to True or False.
pub(super) fn ended(status: &Value) -> Option<Condition> {
    let conditions = status["conditions"].as_array();
    let condition = conditions.into_iter().flatten().find(|condition| condition["type"] == "Succeeded")?;
    let truth = match condition["status"].as_str()? {
        "True" => Truth::True,
        "False" => Truth::False,
        _ => return None,
    };
    let text = |field: &str| condition[field].as_str().unwrap_or_default();
    Some(Condition::new(truth, text("reason"), text("message")))
}
