//! `kind: Pipeline`.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::resources::Declared;
use super::task_run_spec::{Param, TaskRef};
use super::task_spec::ParamSpec;
use crate::field_path::FieldPath;
use crate::model::{self, TaskInput, TaskOutput};
use crate::problem::Problems;

/// A template for runs of several Tasks.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Pipeline {
    #[serde(rename = "apiVersion")]
    _api_version: Option<String>,
    #[serde(rename = "kind")]
    _kind: Option<String>,
    #[serde(default)]
    pub(crate) metadata: ObjectMeta,
    spec: Option<PipelineSpec>,
    /// The cluster writes an empty one.
    #[serde(rename = "status")]
    _status: Option<IgnoredAny>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PipelineSpec {
    resources: Option<Vec<Declared>>,
    params: Option<Vec<ParamSpec>>,
    tasks: Option<Vec<PipelineTask>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PipelineTask {
    name: Option<String>,
    task_ref: Option<TaskRef>,
    /// Signed as everywhere, so that one that is too low is told like any other value.
    retries: Option<i64>,
    run_after: Option<Vec<String>>,
    resources: Option<TaskResources>,
    params: Option<Vec<Param>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct TaskResources {
    inputs: Option<Vec<Input>>,
    outputs: Option<Vec<Output>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Input {
    name: Option<String>,
    resource: Option<String>,
    from: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Output {
    name: Option<String>,
    resource: Option<String>,
}

impl Pipeline {
    /// The model's Pipeline; what it cannot carry is a problem.
    pub(crate) fn into_model(self, problems: &mut Problems<'_>) -> model::Pipeline {
        let path = FieldPath::of(&["spec"]);
        let spec = self.spec.unwrap_or_default();
        let tasks = spec.tasks.unwrap_or_default().into_iter().enumerate();
        let spec = model::PipelineSpec {
            resources: Declared::all(spec.resources, &path.key("resources"), problems),
            params: spec.params.unwrap_or_default().into_iter().map(ParamSpec::into_model).collect(),
            tasks: tasks
                .filter_map(|(index, task)| task.into_model(&path.key("tasks").index(index), problems))
                .collect(),
        };
        model::Pipeline { metadata: self.metadata, spec }
    }
}

impl PipelineTask {
    fn into_model(self, path: &FieldPath, problems: &mut Problems<'_>) -> Option<model::PipelineTask> {
        let Some(task) = TaskRef::into_model(self.task_ref, &path.key("taskRef"), problems) else {
            problems.wrong(path.key("taskRef"), "missing taskRef.name: say which Task to run");
            return None;
        };
        let retries = usize::try_from(self.retries.unwrap_or_default()).unwrap_or_else(|_| {
            problems.wrong(path.key("retries"), "invalid value: retries are 0 or more");
            0
        });
        let resources = self.resources.unwrap_or_default();
        let input = |input: Input| TaskInput {
            name: input.name.unwrap_or_default(),
            resource: input.resource.unwrap_or_default(),
            from: input.from.unwrap_or_default(),
        };
        let output = |output: Output| TaskOutput {
            name: output.name.unwrap_or_default(),
            resource: output.resource.unwrap_or_default(),
        };
        Some(model::PipelineTask {
            name: self.name.unwrap_or_default(),
            task,
            retries,
            run_after: self.run_after.unwrap_or_default(),
            inputs: resources.inputs.unwrap_or_default().into_iter().map(input).collect(),
            outputs: resources.outputs.unwrap_or_default().into_iter().map(output).collect(),
            params: self.params.unwrap_or_default().into_iter().map(Param::into_model).collect(),
        })
    }
}
