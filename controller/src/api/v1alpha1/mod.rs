//! `tekton.dev/v1alpha1`, as the founding version (v0.2.0) knows it.

mod cancelled;
mod cluster_task;
#[cfg(test)]
mod documented;
mod duration;
mod pipeline;
mod pipeline_resource;
mod pipeline_run;
mod resources;
mod task;
mod task_run;
mod task_run_spec;
mod task_spec;
mod written;

pub(crate) use cluster_task::ClusterTask;
pub(crate) use pipeline::Pipeline;
pub(crate) use pipeline_resource::PipelineResource;
pub(crate) use pipeline_run::PipelineRun;
pub(crate) use task::Task;
pub(crate) use task_run::TaskRun;
pub(crate) use written::task_run as written_task_run;

/// What objects of this version write in `apiVersion`.
pub(crate) const API_VERSION: &str = "tekton.dev/v1alpha1";
