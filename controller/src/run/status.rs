//! The status that a Pod of a cluster would have: what `reconcile` looks at next.

use crate::engine::{End, Outcome, Step};
use crate::model::ObservedPod;
use jiff::Timestamp;
use k8s_openapi::api::core::v1::{ContainerState, ContainerStateTerminated, ContainerStatus, Pod, PodStatus};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Time;

/// `Succeeded` when every container has ended with code 0, else `Failed`.
pub fn phase(ends: &[Option<End>]) -> &'static str {
    let all = ends.iter().all(|end| end.as_ref().is_some_and(|end| end.code == 0));
    if all { "Succeeded" } else { "Failed" }
}

/// `pod` as it starts at `now`.
pub fn started(pod: Pod, now: Timestamp) -> ObservedPod {
    let mut pod = ObservedPod::from(pod);
    pod.metadata.creation_timestamp = Some(Time(now));
    pod.status = Some(Box::new(PodStatus {
        phase: Some("Running".into()),
        start_time: Some(Time(now)),
        ..PodStatus::default()
    }));
    pod
}

/// Notes that `pod` is asked to end, as a cluster does when a Pod is deleted.
pub fn dismiss(pod: &mut ObservedPod, now: Timestamp) {
    pod.metadata.deletion_timestamp = Some(Time(now));
}

/// Notes that `pod` could not be run, because of `error`.
pub fn refuse(pod: &mut ObservedPod, error: &str) {
    let status =
        PodStatus { phase: Some("Failed".into()), message: Some(error.into()), ..PodStatus::default() };
    pod.status = Some(Box::new(status));
}

/// Notes the end of `pod`. One that was dismissed and did not succeed in time is gone, not failed: a run that was
/// tried for too long is not tried again.
pub fn end(pod: &mut ObservedPod, ends: &[Option<End>]) {
    let steps = Step::observed(pod);
    let statuses = |init: bool| {
        let of_kind = steps.iter().zip(ends).filter(|(step, _)| step.init == init);
        of_kind.filter_map(|(step, end)| Some(status(step, end.as_ref()?))).collect::<Vec<_>>()
    };
    let is_gone = pod.metadata.deletion_timestamp.is_some() && phase(ends) == "Failed";
    pod.status = Some(Box::new(PodStatus {
        phase: Some(if is_gone { "Running" } else { phase(ends) }.into()),
        start_time: ends.iter().flatten().map(|end| end.started).min().map(Time),
        init_container_statuses: Some(statuses(true)),
        container_statuses: Some(statuses(false)),
        ..PodStatus::default()
    }));
}

fn status(step: &Step, end: &End) -> ContainerStatus {
    let reason =
        if matches!(end.outcome, Outcome::Succeeded | Outcome::Skipped) { "Completed" } else { "Error" };
    let terminated = ContainerStateTerminated {
        exit_code: end.code,
        reason: Some(reason.into()),
        message: end.message.clone(),
        started_at: Some(Time(end.started)),
        finished_at: Some(Time(end.finished)),
        ..ContainerStateTerminated::default()
    };
    ContainerStatus {
        name: step.container.clone(),
        state: Some(ContainerState { terminated: Some(terminated), ..ContainerState::default() }),
        ..ContainerStatus::default()
    }
}
