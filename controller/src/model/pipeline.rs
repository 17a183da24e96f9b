//! Tasks that hand on to one another.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::{DeclaredResource, Param, ParamSpec, TaskRef};

/// A template for runs of several Tasks.
#[derive(Clone, Debug, PartialEq)]
pub struct Pipeline {
    /// Name, namespace, labels.
    pub metadata: ObjectMeta,
    /// What it does.
    pub spec: PipelineSpec,
}

/// The tasks of a Pipeline and what they share.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PipelineSpec {
    /// Resources that a run binds and tasks use.
    pub resources: Vec<DeclaredResource>,
    /// Declared parameters.
    pub params: Vec<ParamSpec>,
    /// What is run; the order says nothing.
    pub tasks: Vec<PipelineTask>,
}

/// One task of a Pipeline.
#[derive(Clone, Debug, PartialEq)]
pub struct PipelineTask {
    /// What others name it by.
    pub name: String,
    /// The Task that it runs.
    pub task: TaskRef,
    /// How often it is run again when it fails.
    pub retries: usize,
    /// Tasks that have to succeed before.
    pub run_after: Vec<String>,
    /// What the inputs of the Task stand for.
    pub inputs: Vec<TaskInput>,
    /// What its outputs stand for.
    pub outputs: Vec<TaskOutput>,
    /// Values for its parameters, in which `${params.NAME}` is the Pipeline's.
    pub params: Vec<Param>,
}

/// A resource of the Pipeline as an input of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskInput {
    /// The name that the Task declares.
    pub name: String,
    /// The name that the Pipeline declares.
    pub resource: String,
    /// The tasks that change it before.
    pub from: Vec<String>,
}

/// A resource of the Pipeline as an output of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskOutput {
    /// The name that the Task declares.
    pub name: String,
    /// The name that the Pipeline declares.
    pub resource: String,
}
