//! The fields in which variables mean something (spec of the founding version; other fields keep their text).

use k8s_openapi::api::core::v1::{Container, Volume};

use crate::field_path::FieldPath;

/// Calls `visit` on each such text of a step, with its path from the step on.
pub(crate) fn in_step(step: &mut Container, visit: &mut impl FnMut(&FieldPath, &mut String)) {
    let path = FieldPath::default();
    visit(&path.key("name"), &mut step.name);
    if let Some(image) = &mut step.image {
        visit(&path.key("image"), image);
    }
    for (key, words) in [("command", &mut step.command), ("args", &mut step.args)] {
        for (index, word) in words.iter_mut().flatten().enumerate() {
            visit(&path.key(key).index(index), word);
        }
    }
    for (index, variable) in step.env.iter_mut().flatten().enumerate() {
        if let Some(value) = &mut variable.value {
            visit(&path.key("env").index(index).key("value"), value);
        }
    }
    if let Some(directory) = &mut step.working_dir {
        visit(&path.key("workingDir"), directory);
    }
    for (index, mount) in step.volume_mounts.iter_mut().flatten().enumerate() {
        let path = path.key("volumeMounts").index(index);
        visit(&path.key("name"), &mut mount.name);
        visit(&path.key("mountPath"), &mut mount.mount_path);
        if let Some(sub_path) = &mut mount.sub_path {
            visit(&path.key("subPath"), sub_path);
        }
    }
}

/// Calls `visit` on each such text of a volume, with its path from the volume on.
pub(crate) fn in_volume(volume: &mut Volume, visit: &mut impl FnMut(&FieldPath, &mut String)) {
    let path = FieldPath::default();
    visit(&path.key("name"), &mut volume.name);
    if let Some(config_map) = &mut volume.config_map {
        visit(&path.key("configMap").key("name"), &mut config_map.name);
    }
    if let Some(name) = volume.secret.as_mut().and_then(|secret| secret.secret_name.as_mut()) {
        visit(&path.key("secret").key("secretName"), name);
    }
    if let Some(claim) = &mut volume.persistent_volume_claim {
        visit(&path.key("persistentVolumeClaim").key("claimName"), &mut claim.claim_name);
    }
}
