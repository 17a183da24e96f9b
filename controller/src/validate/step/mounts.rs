//! How a step mounts volumes. Which of them, and where, may be variables, and is looked at in the Pod.

use k8s_openapi::api::core::v1::{Container, VolumeMount};

use crate::field_path::FieldPath;
use crate::problem::Problems;
use crate::validate::form::{BELOW, DIRECT, one_of};

/// Checks the mounts and devices of the step at `path`.
pub(super) fn check(step: &Container, path: &FieldPath, problems: &mut Problems<'_>) {
    let is_privileged = step.security_context.as_ref().and_then(|context| context.privileged) == Some(true);
    for (index, one) in step.volume_mounts.iter().flatten().enumerate() {
        mount(one, is_privileged, &path.key("volumeMounts").index(index), problems);
    }
    for (index, device) in step.volume_devices.iter().flatten().enumerate() {
        DIRECT.check_at(
            &device.device_path,
            || path.key("volumeDevices").index(index).key("devicePath"),
            problems,
        );
    }
}

fn mount(mount: &VolumeMount, is_privileged: bool, path: &FieldPath, problems: &mut Problems<'_>) {
    let propagation = mount.mount_propagation.as_deref().unwrap_or_default();
    let known = ["None", "HostToContainer", "Bidirectional"];
    one_of(mount.mount_propagation.as_ref(), &known, path, "mountPropagation", problems);
    if propagation == "Bidirectional" && !is_privileged {
        problems.wrong(path.key("mountPropagation"), "Bidirectional is for privileged steps alone");
    }
    let recursive = mount.recursive_read_only.as_deref().unwrap_or_default();
    let known = ["Disabled", "IfPossible", "Enabled"];
    one_of(mount.recursive_read_only.as_ref(), &known, path, "recursiveReadOnly", problems);
    if ["IfPossible", "Enabled"].contains(&recursive) {
        if mount.read_only != Some(true) {
            problems.wrong(path.key("recursiveReadOnly"), "only a mount with readOnly: true may have it");
        } else if !["", "None"].contains(&propagation) {
            problems.wrong(path.key("recursiveReadOnly"), "only a mount that propagates nothing may have it");
        }
    }
    if let Some(expression) = mount.sub_path_expr.as_ref().filter(|expression| !expression.is_empty()) {
        BELOW.check(expression, path, "subPathExpr", problems);
        if mount.sub_path.as_deref().is_some_and(|sub_path| !sub_path.is_empty()) {
            problems.wrong(path.key("subPathExpr"), "must not be given together with subPath");
        }
    }
}
