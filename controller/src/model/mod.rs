//! What everything behind `load` works with, whichever API version it was written in.
//!
//! What is Kubernetes' own (containers, volumes, metadata) stays in its own types.

mod object_key;
mod param;
mod task;
mod task_run;

pub use object_key::{DEFAULT_NAMESPACE, ObjectKey, namespace_of};
pub use param::{Param, ParamSpec};
pub use task::{ClusterTask, Task, TaskSpec};
pub use task_run::{TaskKind, TaskRef, TaskRun, TaskSource};
