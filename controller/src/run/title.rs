//! What a Pod is called to the user.

use crate::model::namespace_of;
use k8s_openapi::api::core::v1::Pod;

/// The names of a Pod.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// The run of a Pipeline that it is for.
    pub pipeline_run: Option<String>,
    /// What the Pipeline calls its task.
    pub task: Option<String>,
    /// Its TaskRun, or itself when it has none.
    pub task_run: String,
    /// Itself.
    pub pod: String,
    /// Its namespace.
    pub namespace: String,
    /// Which time it is that the TaskRun is tried, from 1.
    pub attempt: usize,
}

/// What tells runs of Tasks apart: namespace and name.
pub type RunKey = (String, String);

impl Title {
    /// The names of `pod`, by its owner and its labels; `task` is the Pipeline's name for its task.
    pub fn of(pod: &Pod, task: Option<String>) -> Title {
        let name = pod.metadata.name.clone().unwrap_or_default();
        let owner = pod.metadata.owner_references.iter().flatten().find(|owner| owner.kind == "TaskRun");
        let labels = pod.metadata.labels.as_ref();
        Title {
            pipeline_run: labels.and_then(|labels| labels.get("tekton.dev/pipelineRun")).cloned(),
            task,
            task_run: owner.map_or_else(|| name.clone(), |owner| owner.name.clone()),
            pod: name,
            namespace: namespace_of(&pod.metadata).to_owned(),
            attempt: 1,
        }
    }

    /// Its TaskRun.
    pub fn run(&self) -> RunKey {
        (self.namespace.clone(), self.task_run.clone())
    }
}
