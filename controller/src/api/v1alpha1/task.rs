//! `kind: Task`.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Deserialize;

use super::task_spec::TaskSpec;
use crate::field_path::FieldPath;
use crate::model;
use crate::problem::Problems;

/// A template for runs in its namespace.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Task {
    #[serde(rename = "apiVersion")]
    _api_version: Option<String>,
    #[serde(rename = "kind")]
    _kind: Option<String>,
    #[serde(default)]
    pub(crate) metadata: ObjectMeta,
    spec: Option<TaskSpec>,
}

impl Task {
    /// The model's Task; what it cannot carry is a problem.
    pub(crate) fn into_model(self, problems: &mut Problems<'_>) -> model::Task {
        let spec = self.spec.unwrap_or_default().into_model(&FieldPath::of(&["spec"]), problems);
        model::Task { metadata: self.metadata, spec }
    }
}
