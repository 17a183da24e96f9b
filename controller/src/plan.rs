//! What a reconcile asks for.

use k8s_openapi::api::core::v1::{PersistentVolumeClaim, Pod};

use crate::model::{ObjectKey, TaskRun};
use crate::status::{PipelineRunStatus, TaskRunStatus};

/// What has to be made for the world to become what its objects ask for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Claims of volumes that these Pods mount, to create before them.
    pub claims: Vec<PersistentVolumeClaim>,
    /// The runs of Tasks that these Pods are for, where they follow from a run of a Pipeline.
    pub derived: Vec<TaskRun>,
    /// Pods to create, in the order of their runs.
    pub pods: Vec<Pod>,
    /// Pods to delete: their runs are cancelled, or their time is up.
    pub unwanted: Vec<ObjectKey>,
    /// What is to be said of each TaskRun.
    pub task_runs: Vec<TaskRunStatus>,
    /// What is to be said of each `PipelineRun`, and of the runs of its tasks.
    pub pipeline_runs: Vec<PipelineRunStatus>,
}
