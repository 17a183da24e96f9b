//! The status of a run of a Task, in the words of the founding version.

use std::time::Duration;

use jiff::Timestamp;
use k8s_openapi::api::core::v1::{ContainerStatus, PodStatus};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::go_duration::GoDuration;
use super::{StepStatus, TaskRunStatus};
use crate::model::{Condition, ObservedPod, Truth, namespace_of};

/// What the names of all containers but nop begin with.
const PREFIX: &str = "build-step-";

/// What is known of a run besides its Pod.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts<'a> {
    /// What the cluster has noted of its end.
    pub ended: Option<&'a Condition>,
    /// Nobody wants it any more.
    pub cancelled: bool,
    /// Its time, when that is up, and the time now.
    pub late: Option<(Duration, Timestamp)>,
    /// It may be tried again: a Pod that failed is not its end.
    pub may_go_on: bool,
}

/// The status of the run with this metadata, by its Pod and by what else is known. What has come to its end by itself
/// has ended so, whatever came later.
pub(crate) fn of_task_run(
    metadata: ObjectMeta,
    pod: Option<&ObservedPod>,
    facts: Facts<'_>,
) -> TaskRunStatus {
    let name = metadata.name.as_deref().unwrap_or_default();
    let of_pod = condition(pod);
    let condition = if let Some(ended) = facts.ended {
        ended.clone()
    } else if of_pod.status == Truth::True || (of_pod.status == Truth::False && !facts.may_go_on) {
        of_pod
    } else if facts.cancelled {
        Condition::new(Truth::False, "TaskRunCancelled", format!("TaskRun {name:?} was cancelled"))
    } else if let Some((limit, _)) = facts.late {
        let message = format!("TaskRun {name:?} failed to finish within \"{}\"", GoDuration(limit));
        Condition::new(Truth::False, "TaskRunTimeout", message)
    } else {
        of_pod
    };
    let late = facts.late.filter(|_| condition.reason == "TaskRunTimeout").map(|(_, now)| now);
    let completed = if condition.status == Truth::Unknown { None } else { pod.and_then(ended_at) };
    TaskRunStatus {
        started: pod.and_then(created),
        completed: late.or(completed),
        pod: pod.and_then(|pod| pod.metadata.name.clone()),
        steps: pod.map(steps).unwrap_or_default(),
        condition,
        metadata,
    }
}

/// When the Pod came to be, as far as the cluster says.
pub(crate) fn created(pod: &ObservedPod) -> Option<Timestamp> {
    let started = || pod.status.as_ref()?.start_time.as_ref();
    pod.metadata.creation_timestamp.as_ref().or_else(started).map(|time| time.0)
}

/// When the last container of the Pod ended.
fn ended_at(pod: &ObservedPod) -> Option<Timestamp> {
    let ends = containers(pod)
        .iter()
        .filter_map(|container| Some(container.state.as_ref()?.terminated.as_ref()?.finished_at.as_ref()?.0));
    ends.max()
}

fn containers(pod: &ObservedPod) -> &[ContainerStatus] {
    pod.status.as_ref().and_then(|status| status.container_statuses.as_deref()).unwrap_or_default()
}

fn steps(pod: &ObservedPod) -> Vec<StepStatus> {
    let step = |container: &ContainerStatus| StepStatus {
        name: container.name.strip_prefix(PREFIX).unwrap_or(&container.name).to_owned(),
        state: container.state.clone().unwrap_or_default(),
    };
    // In the order of the Pod's own list, whatever the cluster's.
    let order = |name: &str| pod.containers.iter().position(|container| container == name);
    let mut all: Vec<&ContainerStatus> = containers(pod).iter().collect();
    all.sort_by_key(|container| order(&container.name));
    all.into_iter().map(step).collect()
}

fn condition(pod: Option<&ObservedPod>) -> Condition {
    let Some(pod) = pod else { return Condition::new(Truth::Unknown, "", "") };
    let nothing = PodStatus::default();
    let status = pod.status.as_deref().unwrap_or(&nothing);
    match status.phase.as_deref() {
        Some("Succeeded") => Condition::new(Truth::True, "", ""),
        Some("Failed") => Condition::new(Truth::False, "", failure(pod, status)),
        Some("Running") => Condition::new(Truth::Unknown, "Building", ""),
        Some("Pending") => Condition::new(Truth::Unknown, "Pending", waiting(status)),
        _ => Condition::new(Truth::Unknown, "Running", "Running"),
    }
}

fn failure(pod: &ObservedPod, status: &PodStatus) -> String {
    let all = status.init_container_statuses.iter().flatten().chain(containers(pod));
    let failed = all.into_iter().find_map(|container| {
        let code = container.state.as_ref()?.terminated.as_ref()?.exit_code;
        (code != 0).then_some((container, code))
    });
    if let Some((container, code)) = failed {
        let pod_name = pod.metadata.name.as_deref().unwrap_or_default();
        let (name, image) = (&container.name, &container.image_id);
        let namespace = namespace_of(&pod.metadata);
        return format!(
            "{name:?} exited with code {code} (image: {image:?}); for logs run: kubectl -n {namespace} logs {pod_name} -c {name}"
        );
    }
    let message = status.message.as_deref().filter(|message| !message.is_empty());
    message.unwrap_or("build failed for unspecified reasons.").to_owned()
}

/// Why a Pod does not run yet: the first reason that can be found.
fn waiting(status: &PodStatus) -> String {
    let all =
        status.init_container_statuses.iter().flatten().chain(status.container_statuses.iter().flatten());
    let of_container = all.into_iter().find_map(|container| {
        let message = container.state.as_ref()?.waiting.as_ref()?.message.as_deref()?;
        (!message.is_empty())
            .then(|| format!("build step {:?} is pending with reason {message:?}", container.name))
    });
    let of_condition = || {
        let condition = status.conditions.iter().flatten().find(|condition| condition.status != "True")?;
        let message = condition.message.as_deref().unwrap_or_default();
        Some(format!("pod status {:?}:{:?}; message: {message:?}", condition.type_, condition.status))
    };
    let of_pod = || status.message.clone().filter(|message| !message.is_empty());
    of_container.or_else(of_condition).or_else(of_pod).unwrap_or_else(|| "Pending".to_owned())
}
