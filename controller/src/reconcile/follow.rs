//! How far a run of a Task is, by its Pods and by the time.

use std::time::Duration;

use jiff::Timestamp;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use crate::model::{Condition, ObjectKey, ObservedPod, Truth};
use crate::pod::pod_name;
use crate::status::{Facts, TaskRunStatus, created, of_task_run};

/// How long a run may take that does not say it, in the founding version's documents (its code never enforces it).
const DEFAULT_TIMEOUT: Duration = Duration::from_mins(10);

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It needs a Pod: the first one, or another after one that failed.
    Wanting,
    /// Its Pod waits or runs.
    Running,
    /// It has succeeded.
    Succeeded,
    /// As many Pods have failed as may, its time is up, or nobody wants it any more.
    Failed,
}

/// What a run is held to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Terms<'a> {
    /// How often it may fail and be tried again.
    pub retries: usize,
    /// How long each of its Pods may take; 0 is for ever.
    pub timeout: Option<Duration>,
    /// Its time is up, whatever its own Pod took.
    pub overdue: bool,
    /// Nobody wants it any more.
    pub cancelled: bool,
    /// What the cluster has noted of its end.
    pub ended: Option<&'a Condition>,
}

/// What became of a run.
pub(super) struct Followed {
    pub state: State,
    /// Which Pod comes next, from 0: one for each that has failed, and none of a name that is taken.
    pub attempt: usize,
    pub status: TaskRunStatus,
    /// Its Pod, if that has to go.
    pub unwanted: Option<ObjectKey>,
    /// When the time of its Pod is up.
    pub due: Option<Timestamp>,
}

/// Follows the run with this metadata through its Pods.
pub(super) fn follow(
    metadata: ObjectMeta,
    pods: &[&ObservedPod],
    terms: Terms<'_>,
    now: Option<Timestamp>,
) -> Followed {
    // One that has succeeded counts more than one that runs, and that more than those that failed before.
    let rank =
        |pod: &ObservedPod| ["Failed", "", "Succeeded"].iter().position(|ranked| *ranked == ended(pod));
    let pod = pods.iter().copied().max_by_key(|pod| (rank(pod), created(pod), pod.metadata.name.as_deref()));
    let failed = pods.iter().filter(|pod| phase(pod) == "Failed").count();
    let runs = pod.is_some_and(|pod| ended(pod).is_empty());
    let may_go_on = failed <= terms.retries;
    // A Pod that has failed had its own time; the next one is held to that of the run.
    let is_held = runs || (may_go_on && terms.overdue);
    let late = pod.filter(|_| is_held).and_then(|pod| late(pod, terms, now));
    let facts = Facts { ended: terms.ended, cancelled: terms.cancelled, late, may_go_on };
    let status = of_task_run(metadata, pod, facts);
    let state = match status.condition.status {
        Truth::True => State::Succeeded,
        Truth::Unknown if pod.is_none() => State::Wanting,
        Truth::Unknown => State::Running,
        Truth::False if terms.ended.is_some() || terms.cancelled || late.is_some() => State::Failed,
        Truth::False if may_go_on => State::Wanting,
        Truth::False => State::Failed,
    };
    let is_leaving = |pod: &&ObservedPod| pod.metadata.deletion_timestamp.is_some();
    let unwanted = pod.filter(|pod| runs && state == State::Failed && !is_leaving(pod));
    let unwanted = unwanted.map(|pod| ObjectKey::namespaced("Pod", &pod.metadata));
    let limit = terms.timeout.unwrap_or(DEFAULT_TIMEOUT);
    let due = pod.filter(|_| state == State::Running).and_then(|pod| end_of(created(pod)?, limit));
    let attempt = attempt(&status.metadata, pods, failed);
    Followed { state, attempt, status, unwanted, due }
}

/// The first number from `failed` on whose Pod is not there: somebody may have deleted one that failed before.
fn attempt(run: &ObjectMeta, pods: &[&ObservedPod], failed: usize) -> usize {
    let is_taken = |attempt: usize| {
        let name = pod_name(run, attempt);
        pods.iter().any(|pod| pod.metadata.name.as_ref() == Some(&name))
    };
    // Of one number more than there are Pods, one is free. The first Pod's name is taken only where it is there, and
    // then none is wanted unless it has failed.
    if failed == 0 {
        0
    } else {
        (failed..=failed + pods.len()).find(|&attempt| !is_taken(attempt)).unwrap_or(failed)
    }
}

/// The time that the Pod had, if it is up, and the time now.
fn late(pod: &ObservedPod, terms: Terms<'_>, now: Option<Timestamp>) -> Option<(Duration, Timestamp)> {
    let now = now?;
    let limit = terms.timeout.unwrap_or(DEFAULT_TIMEOUT);
    let is_late = || !limit.is_zero() && created(pod).is_some_and(|created| is_over(created, limit, now));
    (terms.overdue || is_late()).then_some((limit, now))
}

/// When `limit` has gone by since `start`; never, if it is 0.
pub(super) fn end_of(start: Timestamp, limit: Duration) -> Option<Timestamp> {
    if limit.is_zero() { None } else { start.checked_add(limit).ok() }
}

/// Whether more than `limit` has gone by since `start`.
pub(super) fn is_over(start: Timestamp, limit: Duration, now: Timestamp) -> bool {
    Duration::try_from(now.duration_since(start)).is_ok_and(|gone| gone > limit)
}

/// The phase of a Pod that has ended; empty for one that has not.
fn ended(pod: &ObservedPod) -> &str {
    Some(phase(pod)).filter(|phase| ["Succeeded", "Failed"].contains(phase)).unwrap_or_default()
}

/// The phase that the cluster reports; empty for a Pod that nobody has looked at yet.
pub(super) fn phase(pod: &ObservedPod) -> &str {
    pod.status.as_ref().and_then(|status| status.phase.as_deref()).unwrap_or_default()
}
