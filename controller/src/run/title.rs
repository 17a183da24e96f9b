//! What a Pod is called to the user.

use k8s_openapi::api::core::v1::Pod;

/// The names of a Pod.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// Its TaskRun, or itself when it has none.
    pub task_run: String,
    /// Itself.
    pub pod: String,
    /// Its namespace.
    pub namespace: String,
}

impl Title {
    /// The names of `pod`, by its owner.
    pub fn of(pod: &Pod) -> Title {
        let name = pod.metadata.name.clone().unwrap_or_default();
        let owner = pod.metadata.owner_references.iter().flatten().find(|owner| owner.kind == "TaskRun");
        Title {
            task_run: owner.map_or_else(|| name.clone(), |owner| owner.name.clone()),
            pod: name,
            namespace: pod.metadata.namespace.clone().unwrap_or_else(|| "default".into()),
        }
    }
}
