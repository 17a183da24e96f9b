//! Where Pods run, and as whom.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Affinity, Toleration};

/// The account of Pods that name none.
pub const DEFAULT_ACCOUNT: &str = "default";

/// Where the Pods of a run run, and as whom: a run of a Pipeline hands it on to the runs of its tasks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placement {
    /// The ServiceAccount of the Pods; none leaves the choice to the namespace.
    pub service_account: Option<String>,
    /// Labels that their nodes must have.
    pub node_selector: Option<BTreeMap<String, String>>,
    /// Taints that they put up with.
    pub tolerations: Option<Vec<Toleration>>,
    /// Where they would rather run, or not.
    pub affinity: Option<Affinity>,
}

impl Placement {
    /// The name of the Pods' ServiceAccount.
    pub fn account(&self) -> &str {
        self.service_account.as_deref().unwrap_or(DEFAULT_ACCOUNT)
    }

    /// The same without what is there and empty, which says nothing.
    #[must_use]
    pub fn without_empty(self) -> Self {
        Self {
            service_account: self.service_account.filter(|name| !name.is_empty()),
            node_selector: self.node_selector.filter(|labels| !labels.is_empty()),
            tolerations: self.tolerations.filter(|tolerations| !tolerations.is_empty()),
            affinity: self.affinity,
        }
    }
}
