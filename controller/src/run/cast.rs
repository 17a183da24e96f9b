//! Who appears in a run: the Pods that can be foreseen when it begins, and what each is called.

use super::title::{RunKey, Title};
use crate::engine::Step;
use crate::model::namespace_of;
use crate::plan::Plan;
use k8s_openapi::api::core::v1::Pod;
use std::collections::HashMap;

/// A Pod, as it is shown.
#[derive(Debug, Clone)]
pub struct Role {
    /// Its names.
    pub title: Title,
    /// Its containers.
    pub steps: Vec<Step>,
}

impl Role {
    /// The role of `pod`, whose Pipeline calls its task `task`.
    pub fn of(pod: &Pod, task: Option<String>) -> Role {
        Role { title: Title::of(pod, task), steps: Step::all(pod) }
    }
}

/// The roles of the Pods of `plan`, and of those that come later if all goes well.
pub fn cast(plan: &Plan) -> Vec<Role> {
    let mut tasks = tasks(plan);
    let now = plan.pods.iter().map(|pod| {
        let task = tasks.remove(&Title::of(pod, None).run());
        Role::of(pod, task)
    });
    let now: Vec<Role> = now.collect();
    let later = plan.later.iter().map(|(task, pod)| Role::of(pod, Some(task.clone())));
    now.into_iter().chain(later).collect()
}

/// What the Pipelines call the tasks of the `TaskRuns` that have begun, or begin with `plan`.
pub fn tasks(plan: &Plan) -> HashMap<RunKey, String> {
    let of_runs = plan.pipeline_runs.iter().flat_map(|run| &run.tasks);
    let named = of_runs.filter_map(|(task, run)| {
        Some(((namespace_of(&run.metadata).to_owned(), run.metadata.name.clone()?), task.clone()))
    });
    named.collect()
}
