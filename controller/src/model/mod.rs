//! What everything behind `load` works with, whichever API version it was written in.
//!
//! What is Kubernetes' own (containers, volumes, metadata) stays in its own types.

mod condition;
mod object_key;
mod observed_pod;
mod param;
mod pipeline;
mod pipeline_run;
mod placement;
mod resource;
mod task;
mod task_run;

pub use condition::{Condition, Truth};
pub use object_key::{DEFAULT_NAMESPACE, ObjectKey, namespace_of};
pub use observed_pod::ObservedPod;
pub use param::{Param, ParamSpec};
pub use pipeline::{Pipeline, PipelineSpec, PipelineTask, TaskInput, TaskOutput};
pub use pipeline_run::PipelineRun;
pub use placement::{DEFAULT_ACCOUNT, Placement};
pub use resource::{
    Binding, DeclaredResource, PipelineResource, ResourceKind, ResourceSource, ResourceSpec, SecretParam,
};
pub use task::{ClusterTask, Task, TaskSpec};
pub use task_run::{TaskKind, TaskRef, TaskRun, TaskSource};
