//! Everything `reconcile` may look at: the objects, what is observed, and the settings.

use jiff::Timestamp;
use k8s_openapi::api::core::v1::{ConfigMap, PersistentVolumeClaim, Secret, ServiceAccount};

use crate::images::{ImageEntrypoints, Images};
use crate::model::{ClusterTask, ObservedPod, Pipeline, PipelineResource, PipelineRun, Task, TaskRun};

/// The state that one reconcile works on. Lists keep the order in which the objects were read.
///
/// It has no `Debug`: it holds the data of Secrets, which must never be printed.
#[derive(Clone, Default)]
pub struct World {
    /// The Tasks of all namespaces.
    pub tasks: Vec<Task>,
    /// The Tasks that belong to no namespace.
    pub cluster_tasks: Vec<ClusterTask>,
    /// What Tasks fetch and store.
    pub resources: Vec<PipelineResource>,
    /// Tasks that hand on to one another.
    pub pipelines: Vec<Pipeline>,
    /// What to run.
    pub task_runs: Vec<TaskRun>,
    /// What to run, of Pipelines.
    pub pipeline_runs: Vec<PipelineRun>,
    /// `ConfigMaps`, for an engine that has no cluster to ask.
    pub config_maps: Vec<ConfigMap>,
    /// Secrets, for an engine that has no cluster to ask.
    pub secrets: Vec<Secret>,
    /// `ServiceAccounts` and the Secrets that they name.
    pub service_accounts: Vec<ServiceAccount>,
    /// Pods that exist already, as the cluster reports them.
    pub pods: Vec<ObservedPod>,
    /// Claims of volumes that exist already.
    pub claims: Vec<PersistentVolumeClaim>,
    /// The time, for timeouts; without it there are none.
    pub now: Option<Timestamp>,
    /// Choices that are not objects.
    pub settings: Settings,
}

impl World {
    /// How many objects there are.
    pub fn objects(&self) -> usize {
        [
            self.tasks.len(),
            self.cluster_tasks.len(),
            self.resources.len(),
            self.pipelines.len(),
            self.task_runs.len(),
            self.pipeline_runs.len(),
            self.config_maps.len(),
            self.secrets.len(),
            self.service_accounts.len(),
            self.pods.len(),
            self.claims.len(),
        ]
        .iter()
        .sum()
    }
}

/// What the command line chooses for every Pod.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The images of the containers that are not the user's.
    pub images: Images,
    /// The commands of images whose steps name none.
    pub image_entrypoints: ImageEntrypoints,
    /// Whether a task that fails stops only what depends on it; otherwise nothing of its Pipeline is started any more.
    pub keep_going: bool,
}
