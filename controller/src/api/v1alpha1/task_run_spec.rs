//! The spec of a TaskRun.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Affinity, Toleration};
use serde::Deserialize;

use super::resources::Resources;
use super::task_spec::TaskSpec;

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
    #[serde(default)]
    pub resources: Resources,
    pub params: Option<Vec<Param>>,
}

/// Bound resources. Parameters of outputs exist and mean nothing in the founding version.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Outputs {
    #[serde(default)]
    pub resources: Resources,
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

/// What started the run; checked, and without effect on the Pod.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Trigger {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub name: Option<String>,
}
