//! What a reconcile asks for.

use k8s_openapi::api::core::v1::Pod;

/// What has to be made for the world to become what its objects ask for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Pods to create, in the order of their runs.
    pub pods: Vec<Pod>,
}
