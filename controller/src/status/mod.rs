//! What is to be said of runs: conditions, times and steps, by their Pods.

mod go_duration;
mod pipeline_run;
mod task_run;

pub(crate) use go_duration::GoDuration;
pub(crate) use pipeline_run::{cancelled, condition, timed_out};
pub(crate) use task_run::{Facts, created, of_task_run};

use jiff::Timestamp;
use k8s_openapi::api::core::v1::ContainerState;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use crate::model::Condition;

/// What is to be said of a run of a Task, written down or derived.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskRunStatus {
    /// Name, namespace and labels of the run.
    pub metadata: ObjectMeta,
    /// Whether it succeeds.
    pub condition: Condition,
    /// When its Pod came to be.
    pub started: Option<Timestamp>,
    /// When the last container of its Pod ended, or when its time was up.
    pub completed: Option<Timestamp>,
    /// The name of its Pod; of several the one that counts.
    pub pod: Option<String>,
    /// The containers of that Pod, without the prefix of their names.
    pub steps: Vec<StepStatus>,
}

/// What is to be said of a container.
#[derive(Clone, Debug, PartialEq)]
pub struct StepStatus {
    /// Its name without prefix.
    pub name: String,
    /// What the cluster says.
    pub state: ContainerState,
}

/// What is to be said of a run of a Pipeline.
#[derive(Clone, Debug, PartialEq)]
pub struct PipelineRunStatus {
    /// Name, namespace and labels of the run.
    pub metadata: ObjectMeta,
    /// Whether it succeeds.
    pub condition: Condition,
    /// When it, or its first Pod, came to be.
    pub started: Option<Timestamp>,
    /// When its last Pod ended.
    pub completed: Option<Timestamp>,
    /// The runs of its tasks that have begun, each with the name of the task, in the order of the Pipeline.
    pub tasks: Vec<(String, TaskRunStatus)>,
}
