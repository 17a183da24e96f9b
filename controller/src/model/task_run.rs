//! One run of a Task.

use std::time::Duration;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::{Binding, Condition, Param, Placement, TaskSpec};

/// One run of a Task: it becomes one Pod.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskRun {
    /// Name, namespace, labels, annotations and, when it comes from a cluster, the uid.
    pub metadata: ObjectMeta,
    /// Where the steps come from.
    pub source: TaskSource,
    /// Values for the parameters of the Task.
    pub params: Vec<Param>,
    /// What the inputs of the Task stand for.
    pub inputs: Vec<Binding>,
    /// What its outputs stand for.
    pub outputs: Vec<Binding>,
    /// Where its Pod runs.
    pub placement: Placement,
    /// The user does not want it to run any more.
    pub cancelled: bool,
    /// How long it may take, if it says so; 0 is for ever.
    pub timeout: Option<Duration>,
    /// What the cluster reports once it has ended, well or not.
    pub ended: Option<Condition>,
}

/// Where a run's steps come from.
#[derive(Clone, Debug, PartialEq)]
pub enum TaskSource {
    /// A Task of its own.
    Ref(TaskRef),
    /// Written into the run itself.
    Inline(TaskSpec),
}

/// The Task that a run names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskRef {
    /// In the run's namespace, or in none.
    pub kind: TaskKind,
    /// The name of the Task.
    pub name: String,
}

/// The two kinds that a reference can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskKind {
    /// A Task in the namespace of the run.
    Task,
    /// A Task of the whole cluster.
    ClusterTask,
}

impl TaskKind {
    /// The kind as YAML spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Task => "Task",
            Self::ClusterTask => "ClusterTask",
        }
    }
}
