//! The spec of a Task, a ClusterTask, or a run that brings its own.

use k8s_openapi::api::core::v1::{Container, Volume};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::resources::Declared;
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
    resources: Option<Vec<Declared>>,
    params: Option<Vec<ParamSpec>>,
    /// What came before resources of type cluster, still in Tasks of the founding version, which does not look at it.
    #[serde(rename = "clusters")]
    _clusters: Option<IgnoredAny>,
}

/// A parameter that a Task or a Pipeline declares.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ParamSpec {
    name: Option<String>,
    #[serde(rename = "description")]
    _description: Option<String>,
    default: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Outputs {
    resources: Option<Vec<Declared>>,
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

impl ParamSpec {
    /// The model's parameter.
    pub(super) fn into_model(self) -> model::ParamSpec {
        model::ParamSpec { name: self.name.unwrap_or_default(), default: self.default }
    }
}

impl TaskSpec {
    /// The model's spec; `path` is where this one stands in its object.
    pub(super) fn into_model(self, path: &FieldPath, problems: &mut Problems<'_>) -> model::TaskSpec {
        let inputs = self.inputs.unwrap_or_default();
        let resources = |side: &'static str| path.key(side).key("resources");
        let outputs = self.outputs.unwrap_or_default().resources;
        model::TaskSpec {
            params: inputs.params.unwrap_or_default().into_iter().map(ParamSpec::into_model).collect(),
            inputs: Declared::all(inputs.resources, &resources("inputs"), problems),
            outputs: Declared::all(outputs, &resources("outputs"), problems),
            steps: self.steps.unwrap_or_default(),
            volumes: self.volumes.unwrap_or_default(),
        }
    }
}
