//! A Pod that is there already.

use k8s_openapi::api::core::v1::{Container, Pod, PodSpec, PodStatus};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

/// What the cluster says of a Pod, and of what was asked for no more than the names of its containers: a cluster has
/// many Pods, and each takes kilobytes as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct ObservedPod {
    /// Names, owners, times; without annotations and without who set which field.
    pub metadata: ObjectMeta,
    /// The names of its init containers, in their order.
    pub init_containers: Vec<String>,
    /// The names of its containers, in their order.
    pub containers: Vec<String>,
    /// How far it is; none before anybody has looked at it.
    pub status: Option<Box<PodStatus>>,
}

impl From<Pod> for ObservedPod {
    fn from(pod: Pod) -> Self {
        let Pod { metadata, spec, status } = pod;
        let PodSpec { init_containers, containers, .. } = spec.unwrap_or_default();
        Self {
            metadata: ObjectMeta { annotations: None, managed_fields: None, ..metadata },
            init_containers: names(init_containers.unwrap_or_default()),
            containers: names(containers),
            status: status.map(Box::new),
        }
    }
}

fn names(containers: Vec<Container>) -> Vec<String> {
    containers.into_iter().map(|container| container.name).collect()
}
