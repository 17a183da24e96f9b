//! What a reconcile asks for.

use k8s_openapi::api::core::v1::{PersistentVolumeClaim, Pod};

/// What has to be made for the world to become what its objects ask for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Claims of volumes that these Pods mount, to create before them.
    pub claims: Vec<PersistentVolumeClaim>,
    /// Pods to create, in the order of their runs.
    pub pods: Vec<Pod>,
}
