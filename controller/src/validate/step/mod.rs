//! What the API server would refuse in a step, whatever is put in for variables.

mod environment;
mod mounts;
mod ports;
mod probes;
mod resources;
mod security;

use k8s_openapi::api::core::v1::Container;

use super::form::one_of;
use crate::field_path::FieldPath;
use crate::problem::Problems;

/// Checks the step at `path`.
pub(super) fn check(step: &Container, path: &FieldPath, problems: &mut Problems<'_>) {
    environment::check(step, path, problems);
    mounts::check(step, path, problems);
    ports::check(step, path, problems);
    probes::check(step, path, problems);
    if let Some(needed) = &step.resources {
        resources::check(needed, &path.key("resources"), problems);
    }
    if let Some(context) = &step.security_context {
        security::check(context, &path.key("securityContext"), problems);
    }
    let pull = ["Always", "IfNotPresent", "Never"];
    one_of(step.image_pull_policy.as_ref(), &pull, path, "imagePullPolicy", problems);
    let messages = ["File", "FallbackToLogsOnError"];
    one_of(step.termination_message_policy.as_ref(), &messages, path, "terminationMessagePolicy", problems);
    for (index, resize) in step.resize_policy.iter().flatten().enumerate() {
        let path = path.key("resizePolicy").index(index);
        one_of(Some(&resize.resource_name), &["cpu", "memory"], &path, "resourceName", problems);
        // A Pod whose containers never start again starts none for more memory.
        one_of(Some(&resize.restart_policy), &["NotRequired"], &path, "restartPolicy", problems);
    }
}
