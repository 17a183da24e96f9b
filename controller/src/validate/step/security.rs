//! As whom a step runs, and what it may do.

use k8s_openapi::api::core::v1::SecurityContext;

use crate::field_path::FieldPath;
use crate::problem::Problems;
use crate::validate::form::{BELOW, IDS, one_of, within};

/// Checks the context at `path`.
pub(super) fn check(context: &SecurityContext, path: &FieldPath, problems: &mut Problems<'_>) {
    within(context.run_as_user, &IDS, path, "runAsUser", problems);
    within(context.run_as_group, &IDS, path, "runAsGroup", problems);
    if context.allow_privilege_escalation == Some(false) {
        let added = context.capabilities.as_ref().and_then(|capabilities| capabilities.add.as_deref());
        if context.privileged == Some(true) {
            let message = "must not be false for a privileged step";
            problems.wrong(path.key("allowPrivilegeEscalation"), message);
        } else if added.is_some_and(|added| added.iter().any(|name| name == "CAP_SYS_ADMIN")) {
            let message = "must not be false for a step with CAP_SYS_ADMIN";
            problems.wrong(path.key("allowPrivilegeEscalation"), message);
        }
    }
    one_of(context.proc_mount.as_ref(), &["Default", "Unmasked"], path, "procMount", problems);
    if context.proc_mount.as_deref() == Some("Unmasked") {
        problems.wrong(
            path.key("procMount"),
            "Unmasked needs a Pod with users of its own, which runs do not have",
        );
    }
    if let Some(profile) = &context.seccomp_profile {
        let path = path.key("seccompProfile");
        check_profile(&profile.type_, profile.localhost_profile.as_ref(), &path, problems);
        if let Some(file) = &profile.localhost_profile {
            BELOW.check(file, &path, "localhostProfile", problems);
        }
    }
    if let Some(profile) = &context.app_armor_profile {
        let path = path.key("appArmorProfile");
        check_profile(&profile.type_, profile.localhost_profile.as_ref(), &path, problems);
    }
}

fn check_profile(kind: &String, of_node: Option<&String>, path: &FieldPath, problems: &mut Problems<'_>) {
    let known = ["RuntimeDefault", "Localhost", "Unconfined"];
    if kind.is_empty() {
        problems.wrong(path.key("type"), format!("missing: expected {}", known.join(", ")));
    }
    one_of(Some(kind), &known, path, "type", problems);
    match (kind.as_str(), of_node) {
        ("Localhost", None) => {
            problems.wrong(path.key("localhostProfile"), "missing: which profile of the node?");
        }
        ("Localhost", Some(_)) | (_, None) => {}
        (_, Some(_)) => problems.wrong(path.key("localhostProfile"), "only the type Localhost has one"),
    }
}
