//! How far a run of a Task is, by its Pods.

use k8s_openapi::api::core::v1::Pod;

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It needs a Pod: the first one, or another after one that failed.
    Wanting,
    /// Its Pod waits or runs.
    Running,
    /// A Pod of it has succeeded.
    Succeeded,
    /// As many Pods have failed as may.
    Failed,
}

/// Where a run stands, and how many of its Pods have failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Progress {
    pub state: State,
    pub failed: usize,
}

impl Progress {
    /// The progress of the run with these Pods, which may fail `retries` times and be tried again.
    pub fn of(pods: &[&Pod], retries: usize) -> Self {
        let count = |wanted: &str| pods.iter().filter(|pod| phase(pod) == wanted).count();
        let failed = count("Failed");
        let state = if count("Succeeded") > 0 {
            State::Succeeded
        } else if failed < pods.len() {
            State::Running
        } else if failed > retries {
            State::Failed
        } else {
            State::Wanting
        };
        Self { state, failed }
    }
}

/// The phase that the cluster reports; empty for a Pod that nobody has looked at yet.
pub(super) fn phase(pod: &Pod) -> &str {
    pod.status.as_ref().and_then(|status| status.phase.as_deref()).unwrap_or_default()
}
