//! `kind: ClusterTask`.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Deserialize;

use super::task_spec::TaskSpec;
use crate::field_path::FieldPath;
use crate::model;
use crate::problem::Problems;

/// A template for runs in every namespace.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ClusterTask {
    #[serde(rename = "apiVersion")]
    _api_version: Option<String>,
    #[serde(rename = "kind")]
    _kind: Option<String>,
    #[serde(default)]
    pub(crate) metadata: ObjectMeta,
    spec: Option<TaskSpec>,
}

impl ClusterTask {
    /// The model's ClusterTask; what it cannot carry is a problem.
    pub(crate) fn into_model(self, problems: &mut Problems<'_>) -> model::ClusterTask {
        let spec = self.spec.unwrap_or_default().into_model(&FieldPath::of(&["spec"]), problems);
        model::ClusterTask { metadata: self.metadata, spec }
    }
}
