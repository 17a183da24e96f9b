//! Which object: kind, namespace and name.

use std::fmt;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

/// The namespace of an object that names none.
pub const DEFAULT_NAMESPACE: &str = "default";

/// The namespace that `metadata` stands for: its own, or `default`.
pub fn namespace_of(metadata: &ObjectMeta) -> &str {
    metadata.namespace.as_deref().filter(|namespace| !namespace.is_empty()).unwrap_or(DEFAULT_NAMESPACE)
}

/// What tells an object from every other. Objects without a namespace of their own kind (ClusterTask) have an empty one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectKey {
    /// As in the field `kind`.
    pub kind: String,
    /// Never absent: `default` when the object says nothing.
    pub namespace: String,
    /// As in `metadata.name`.
    pub name: String,
}

impl ObjectKey {
    /// The key of an object of `kind` that lives in a namespace.
    pub fn namespaced(kind: &str, metadata: &ObjectMeta) -> Self {
        Self {
            kind: kind.to_owned(),
            namespace: namespace_of(metadata).to_owned(),
            name: metadata.name.clone().unwrap_or_default(),
        }
    }

    /// The key of an object of `kind` that belongs to the whole cluster.
    pub fn cluster(kind: &str, metadata: &ObjectMeta) -> Self {
        Self {
            kind: kind.to_owned(),
            namespace: String::new(),
            name: metadata.name.clone().unwrap_or_default(),
        }
    }
}

impl fmt::Display for ObjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.namespace.as_str() {
            "" => write!(f, "{} {}", self.kind, self.name),
            namespace => write!(f, "{} {namespace}/{}", self.kind, self.name),
        }
    }
}
