//! What a reconcile asks for.

use jiff::Timestamp;
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
    /// The Pods of tasks whose turn comes later, each with the name of its task; only of runs of Pipelines that begin.
    pub later: Vec<(String, Pod)>,
    /// Pods to delete: their runs are cancelled, or their time is up.
    pub unwanted: Vec<ObjectKey>,
    /// What is to be said of each TaskRun.
    pub task_runs: Vec<TaskRunStatus>,
    /// What is to be said of each `PipelineRun`, and of the runs of its tasks.
    pub pipeline_runs: Vec<PipelineRunStatus>,
    /// When the next time is up, if nothing else happens: the plan is another one after that.
    pub due: Option<Timestamp>,
}

impl Plan {
    /// Notes that a time is up at `time`.
    pub(crate) fn due_at(&mut self, time: Option<Timestamp>) {
        self.due = [self.due, time].into_iter().flatten().min();
    }
}
