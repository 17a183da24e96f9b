//! One run of a Pipeline.

use std::collections::BTreeMap;
use std::time::Duration;

use k8s_openapi::api::core::v1::{Affinity, Toleration};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::{Binding, Condition, Param};

/// One run of a Pipeline: a run of each of its tasks, when its turn comes.
#[derive(Clone, Debug, PartialEq)]
pub struct PipelineRun {
    /// Name, namespace, labels and, when it comes from a cluster, the uid.
    pub metadata: ObjectMeta,
    /// The name of the Pipeline.
    pub pipeline: String,
    /// What the resources of the Pipeline stand for.
    pub resources: Vec<Binding>,
    /// Values for its parameters.
    pub params: Vec<Param>,
    /// The `ServiceAccount` of all Pods.
    pub service_account: Option<String>,
    /// Labels that the nodes of all Pods must have.
    pub node_selector: Option<BTreeMap<String, String>>,
    /// Taints that all Pods put up with.
    pub tolerations: Option<Vec<Toleration>>,
    /// Where the Pods would rather run, or not.
    pub affinity: Option<Affinity>,
    /// The user does not want it to run any more.
    pub cancelled: bool,
    /// How long it may take, if it says so; 0 is for ever.
    pub timeout: Option<Duration>,
    /// What the cluster reports once it has ended, well or not.
    pub ended: Option<Condition>,
}
