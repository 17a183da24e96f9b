//! `kind: PipelineRun`.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Affinity, Toleration};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Deserialize;
use serde_json::Value;

use super::cancelled::is_cancelled;
use super::duration;
use super::resources::{Binding, ResourceRef};
use super::task_run::{check_results, ended};
use super::task_run_spec::{Param, Results, Trigger};
use crate::field_path::FieldPath;
use crate::model::{self, Placement};
use crate::problem::Problems;

/// One run of a Pipeline.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PipelineRun {
    #[serde(rename = "apiVersion")]
    _api_version: Option<String>,
    #[serde(rename = "kind")]
    _kind: Option<String>,
    #[serde(default)]
    pub(crate) metadata: ObjectMeta,
    spec: Option<PipelineRunSpec>,
    /// What the cluster says of it; its shape is the cluster's own business.
    #[serde(default)]
    status: Value,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PipelineRunSpec {
    /// A Pipeline by its name, with the same fields as a resource by its name.
    pipeline_ref: Option<ResourceRef>,
    trigger: Option<Trigger>,
    resources: Option<Vec<Binding>>,
    params: Option<Vec<Param>>,
    service_account: Option<String>,
    results: Option<Results>,
    status: Option<String>,
    timeout: Option<String>,
    node_selector: Option<BTreeMap<String, String>>,
    tolerations: Option<Vec<Toleration>>,
    affinity: Option<Affinity>,
}

/// The value of `spec.status` that stops a run.
const CANCELLED: &str = "PipelineRunCancelled";

impl PipelineRun {
    /// The model's run; what does not fit together is a problem.
    pub(crate) fn into_model(self, problems: &mut Problems<'_>) -> Option<model::PipelineRun> {
        let path = FieldPath::of(&["spec"]);
        let Some(spec) = self.spec else {
            problems.wrong(path, "missing: say what to run, by pipelineRef");
            return None;
        };
        if let Some(trigger) = spec.trigger {
            let kind = trigger.kind.unwrap_or_default();
            if !["", "manual"].contains(&kind.as_str()) {
                let message = format!("invalid value {kind:?}: expected manual");
                problems.wrong(path.key("trigger").key("type"), message);
            }
        }
        check_results(spec.results, &path.key("results"), problems);
        let timeout = duration::timeout(spec.timeout.as_deref(), &path.key("timeout"), problems);
        if timeout.is_some_and(|timeout| timeout.is_zero()) {
            problems.wrong(path.key("timeout"), "invalid value: a timeout has to be longer than 0");
        }
        let cancelled = is_cancelled(spec.status.as_deref(), CANCELLED, path.key("status"), problems);
        let pipeline = spec.pipeline_ref.and_then(|reference| reference.name).unwrap_or_default();
        if pipeline.is_empty() {
            problems.wrong(path.key("pipelineRef"), "missing pipelineRef.name: say which Pipeline to run");
            return None;
        }
        let placement = Placement {
            service_account: spec.service_account,
            node_selector: spec.node_selector,
            tolerations: spec.tolerations,
            affinity: spec.affinity,
        };
        Some(model::PipelineRun {
            metadata: self.metadata,
            pipeline,
            resources: Binding::all(spec.resources, &path.key("resources"), problems),
            params: spec.params.unwrap_or_default().into_iter().map(Param::into_model).collect(),
            placement: placement.without_empty(),
            cancelled,
            timeout,
            ended: ended(&self.status),
        })
    }
}
