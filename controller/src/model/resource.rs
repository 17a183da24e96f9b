//! Resources: what a Task declares, what a run binds, what a `PipelineResource` says.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::Param;

/// A thing outside that Tasks fetch or store, by name.
#[derive(Clone, Debug, PartialEq)]
pub struct PipelineResource {
    /// Name and namespace.
    pub metadata: ObjectMeta,
    /// What it is.
    pub spec: ResourceSpec,
}

/// What a resource is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceSpec {
    /// Which sort of thing.
    pub kind: ResourceKind,
    /// What that sort needs to know, such as `url`; in document order.
    pub params: Vec<Param>,
    /// What it needs to know and nobody may read.
    pub secrets: Vec<SecretParam>,
}

impl ResourceSpec {
    /// The value of a parameter, whose name counts without case; the last one where there are several.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.position(name).map(|at| self.params[at].value.as_str())
    }

    /// Which of the parameters that one is.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.params.iter().rposition(|param| param.name.eq_ignore_ascii_case(name))
    }
}

/// A field of a resource that stands in a Secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretParam {
    /// Which field.
    pub field: String,
    /// The name of the Secret.
    pub secret: String,
    /// The key in the Secret.
    pub key: String,
}

/// The sorts of resources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResourceKind {
    /// A repository.
    Git,
    /// A container image.
    Image,
    /// A bucket.
    Storage,
    /// A Kubernetes cluster.
    Cluster,
}

impl ResourceKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Git, Self::Image, Self::Storage, Self::Cluster];

    /// The sort as YAML spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Git => "git",
            Self::Image => "image",
            Self::Storage => "storage",
            Self::Cluster => "cluster",
        }
    }

    /// Whether tasks can hand such a resource on to one another.
    pub fn is_files(self) -> bool {
        matches!(self, Self::Git | Self::Storage)
    }
}

/// A resource that a Task wants, or a Pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredResource {
    /// What a run binds it by, and the folder it has below the workspace.
    pub name: String,
    /// Which sort.
    pub kind: ResourceKind,
    /// Another folder below the workspace.
    pub target_path: Option<String>,
}

/// What a run binds to a declared resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The name that the Task declares.
    pub name: String,
    /// What it stands for.
    pub source: ResourceSource,
    /// Where, in what the tasks of a `PipelineRun` share, it is found or left.
    pub paths: Vec<String>,
}

/// Where a bound resource is described.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResourceSource {
    /// In the `PipelineResource` of this name.
    Ref(String),
    /// In the run itself; it is called as the binding is.
    Inline(ResourceSpec),
}
