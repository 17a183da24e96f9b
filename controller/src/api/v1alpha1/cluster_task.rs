//! `kind: ClusterTask`.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Deserialize;

use super::task::Task;
use crate::model;
use crate::problem::Problems;

/// A template for runs in every namespace, written as a Task is.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(crate) struct ClusterTask(Task);

impl ClusterTask {
    /// Its metadata.
    pub(crate) fn metadata(&self) -> &ObjectMeta {
        &self.0.metadata
    }

    /// The model's ClusterTask; what it cannot carry is a problem.
    pub(crate) fn into_model(self, problems: &mut Problems<'_>) -> model::ClusterTask {
        let model::Task { metadata, spec } = self.0.into_model(problems);
        model::ClusterTask { metadata, spec }
    }
}
