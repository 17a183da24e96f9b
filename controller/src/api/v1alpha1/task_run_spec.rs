//! The spec of a TaskRun.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Affinity, Toleration};
use serde::Deserialize;

use super::resources::Binding;
use super::task_spec::TaskSpec;
use crate::field_path::FieldPath;
use crate::model::{self, TaskKind};
use crate::problem::Problems;

/// What to run, with which values, and where.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TaskRunSpec {
    pub inputs: Option<Inputs>,
    pub outputs: Option<Outputs>,
    pub results: Option<Results>,
    pub service_account: Option<String>,
    pub task_ref: Option<TaskRef>,
    pub task_spec: Option<TaskSpec>,
    pub trigger: Option<Trigger>,
    pub status: Option<String>,
    pub timeout: Option<String>,
    pub node_selector: Option<BTreeMap<String, String>>,
    pub tolerations: Option<Vec<Toleration>>,
    pub affinity: Option<Affinity>,
}

/// Values for the parameters, and bound resources.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Inputs {
    pub resources: Option<Vec<Binding>>,
    pub params: Option<Vec<Param>>,
}

/// Bound resources. Parameters of outputs exist and mean nothing in the founding version.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Outputs {
    pub resources: Option<Vec<Binding>>,
    #[serde(rename = "params")]
    _params: Option<Vec<Param>>,
}

/// A value for a parameter.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Param {
    pub name: Option<String>,
    pub value: Option<String>,
}

impl Param {
    /// The model's parameter.
    pub fn into_model(self) -> model::Param {
        model::Param { name: self.name.unwrap_or_default(), value: self.value.unwrap_or_default() }
    }
}

/// Where results go; checked, and without effect on the Pod.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Results {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub url: Option<String>,
}

/// A Task by its name.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TaskRef {
    pub name: Option<String>,
    pub kind: Option<String>,
    #[serde(rename = "apiVersion")]
    _api_version: Option<String>,
}

impl TaskRef {
    /// The model's reference; one without a name is none.
    pub fn into_model(
        reference: Option<Self>,
        path: &FieldPath,
        problems: &mut Problems<'_>,
    ) -> Option<model::TaskRef> {
        let reference = reference?;
        let name = reference.name.filter(|name| !name.is_empty())?;
        let kind = match reference.kind.as_deref() {
            None | Some("" | "Task") => TaskKind::Task,
            Some("ClusterTask") => TaskKind::ClusterTask,
            Some(other) => {
                let message = format!("invalid value {other:?}: expected Task or ClusterTask");
                problems.wrong(path.key("kind"), message);
                TaskKind::Task
            }
        };
        Some(model::TaskRef { kind, name })
    }
}

/// What started the run; checked, and without effect on the Pod.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Trigger {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub name: Option<String>,
}
