//! What of a Pod engine `process` leaves out, said once instead of nothing.

use crate::engine::step::containers;
use k8s_openapi::api::core::v1::{Container, Pod};
use std::collections::BTreeSet;

/// One line that names what a run of `pod` goes without, if anything.
pub fn notice(pod: &Pod) -> Option<String> {
    let names: BTreeSet<&str> = containers(pod).flat_map(|(container, _)| of(container)).collect();
    let names: Vec<&str> = names.into_iter().collect();
    (!names.is_empty()).then(|| format!("engine process does without: {}", names.join(", ")))
}

fn of(container: &Container) -> impl Iterator<Item = &'static str> {
    let security = container.security_context.as_ref();
    let limits = container.resources.as_ref().and_then(|resources| resources.limits.as_ref());
    let lifecycle = container.lifecycle.is_some();
    let probes = container.liveness_probe.is_some() || container.startup_probe.is_some();
    [
        (limits.is_some_and(|limits| !limits.is_empty()), "resource limits"),
        (probes || container.readiness_probe.is_some(), "probes"),
        (lifecycle, "lifecycle hooks"),
        (container.restart_policy.is_some(), "restarts"),
        (container.volume_devices.is_some(), "block devices"),
        (security.is_some_and(|context| context.privileged == Some(true)), "privileged containers"),
        (security.is_some_and(|context| context.capabilities.is_some()), "changed capabilities"),
    ]
    .into_iter()
    .filter_map(|(is_wanted, name)| is_wanted.then_some(name))
}
