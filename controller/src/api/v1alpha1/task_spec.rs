//! The spec of a Task, a ClusterTask, or a run that brings its own.

use k8s_openapi::api::core::v1::{Container, Volume};
use serde::Deserialize;

use super::resources::Resources;
use crate::field_path::FieldPath;
use crate::model;
use crate::problem::Problems;

/// The steps of a Task and what they need.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TaskSpec {
    inputs: Option<Inputs>,
    outputs: Option<Outputs>,
    steps: Option<Vec<Container>>,
    volumes: Option<Vec<Volume>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Inputs {
    #[serde(default)]
    resources: Resources,
    params: Option<Vec<Param>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Param {
    name: Option<String>,
    #[serde(rename = "description")]
    _description: Option<String>,
    default: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Outputs {
    #[serde(default)]
    resources: Resources,
    /// Where a test leaves its results: declared, and never looked at, in the founding version.
    #[serde(rename = "results")]
    _results: Option<Vec<TestResult>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct TestResult {
    #[serde(rename = "name")]
    _name: Option<String>,
    #[serde(rename = "format")]
    _format: Option<String>,
    #[serde(rename = "path")]
    _path: Option<String>,
}

impl TaskSpec {
    /// The model's spec; `path` is where this one stands in its object.
    pub(super) fn into_model(self, path: &FieldPath, problems: &mut Problems<'_>) -> model::TaskSpec {
        let inputs = self.inputs.unwrap_or_default();
        inputs.resources.refuse(&path.key("inputs"), problems);
        self.outputs.unwrap_or_default().resources.refuse(&path.key("outputs"), problems);
        model::TaskSpec {
            params: inputs
                .params
                .unwrap_or_default()
                .into_iter()
                .map(|param| model::ParamSpec {
                    name: param.name.unwrap_or_default(),
                    default: param.default,
                })
                .collect(),
            steps: self.steps.unwrap_or_default(),
            volumes: self.volumes.unwrap_or_default(),
        }
    }
}
