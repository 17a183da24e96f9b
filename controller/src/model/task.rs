//! What to run, as steps of one Pod.

use k8s_openapi::api::core::v1::{Container, Volume};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::{DeclaredResource, ParamSpec};

/// A template for runs in its namespace.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Name, namespace, labels.
    pub metadata: ObjectMeta,
    /// What it does.
    pub spec: TaskSpec,
}

/// A template for runs in every namespace.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterTask {
    /// Name and labels.
    pub metadata: ObjectMeta,
    /// What it does.
    pub spec: TaskSpec,
}

/// The steps of a Task and what they need.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TaskSpec {
    /// Declared parameters, in document order.
    pub params: Vec<ParamSpec>,
    /// Resources to fetch before the steps, in document order.
    pub inputs: Vec<DeclaredResource>,
    /// Resources to store after the steps, in document order.
    pub outputs: Vec<DeclaredResource>,
    /// Containers that run one after another. An empty name is a step without a name.
    pub steps: Vec<Container>,
    /// Volumes that the steps mount.
    pub volumes: Vec<Volume>,
}
