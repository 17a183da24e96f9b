//! One run of a Pipeline.

use std::time::Duration;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::{Binding, Condition, Param, Placement};

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
    /// Where all of its Pods run.
    pub placement: Placement,
    /// The user does not want it to run any more.
    pub cancelled: bool,
    /// How long it may take, if it says so; 0 is for ever.
    pub timeout: Option<Duration>,
    /// What the cluster reports once it has ended, well or not.
    pub ended: Option<Condition>,
}
