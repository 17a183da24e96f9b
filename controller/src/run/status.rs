//! The status that a Pod of a cluster would have: what `reconcile` looks at next.

use crate::engine::{End, Outcome, Step};
use k8s_openapi::api::core::v1::{ContainerState, ContainerStateTerminated, ContainerStatus, Pod, PodStatus};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Time;

/// `Succeeded` when every container has ended with code 0, else `Failed`.
pub fn phase(ends: &[Option<End>]) -> &'static str {
    let all = ends.iter().all(|end| end.as_ref().is_some_and(|end| end.code == 0));
    if all { "Succeeded" } else { "Failed" }
}

/// `pod` with the status of its end.
pub fn observed(mut pod: Pod, ends: &[Option<End>]) -> Pod {
    let steps = Step::all(&pod);
    let statuses = |init: bool| {
        let of_kind = steps.iter().zip(ends).filter(|(step, _)| step.init == init);
        of_kind.filter_map(|(step, end)| Some(status(step, end.as_ref()?))).collect::<Vec<_>>()
    };
    pod.status = Some(PodStatus {
        phase: Some(phase(ends).into()),
        start_time: ends.iter().flatten().map(|end| end.started).min().map(Time),
        init_container_statuses: Some(statuses(true)),
        container_statuses: Some(statuses(false)),
        ..PodStatus::default()
    });
    pod
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
