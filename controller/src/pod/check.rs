//! What the API server would refuse in a Pod and what no single field of a Task can show: checked when all is put in.

use std::collections::HashSet;

use k8s_openapi::api::core::v1::{Container, PodSpec, Volume};

use crate::field_path::FieldPath;
use crate::names::is_label;
use crate::path::clean;
use crate::problem::Problems;
use crate::validate::form::{BELOW, NAME};

/// The most that the API server's store takes as one object, in bytes: etcd's `--max-request-bytes`.
const OBJECT_MAX: usize = 3 << 19;

/// Checks the Pod made of the spec at `path`. Its containers but nop are made for the fields at `steps`, in their
/// order, and its first volumes are the `task_volumes` of the spec.
pub(super) fn pod(
    pod: &PodSpec,
    steps: &[FieldPath],
    task_volumes: usize,
    path: &FieldPath,
    problems: &mut Problems<'_>,
) {
    let volumes = volumes(pod, task_volumes, &path.key("volumes"), problems);
    let size = pod.containers.iter().map(text).sum::<usize>();
    if size > OBJECT_MAX {
        let message = format!(
            "the commands, args and variables of the Pod come to {size} bytes, and no object may have more than {OBJECT_MAX}: \
             keep what is long in a ConfigMap or a volume"
        );
        problems.wrong(path.key("steps"), message);
    }
    let mut names: HashSet<&str> =
        pod.init_containers.iter().flatten().map(|one| one.name.as_str()).collect();
    let Some((nop, containers)) = pod.containers.split_last() else { return };
    names.insert(&nop.name);
    for (step, path) in containers.iter().zip(steps) {
        if !is_label(&step.name) {
            let message = format!("the container's name would be {:?}, which is no DNS label", step.name);
            problems.wrong(path.key("name"), message);
        } else if !names.insert(&step.name) {
            let message = format!("the container's name would be {:?}, which another one has", step.name);
            problems.wrong(path.key("name"), message);
        }
        container(step, &volumes, path, problems);
    }
}

/// How much the words of a container hold, which is most of what it takes in the store.
fn text(container: &Container) -> usize {
    let words = container.command.iter().chain(&container.args).flatten().map(String::len);
    let values =
        container.env.iter().flatten().map(|variable| variable.value.as_ref().map_or(0, String::len));
    words.chain(values).sum()
}

fn volumes<'a>(
    pod: &'a PodSpec,
    task_volumes: usize,
    path: &FieldPath,
    problems: &mut Problems<'_>,
) -> HashSet<&'a str> {
    let volumes = pod.volumes.as_deref().unwrap_or_default();
    let (of_task, own) = volumes.split_at(task_volumes);
    let own: HashSet<&str> = own.iter().map(|volume| volume.name.as_str()).collect();
    let mut names = HashSet::new();
    for (index, volume) in of_task.iter().enumerate() {
        let name = volume.name.as_str();
        if !is_label(name) {
            problems.wrong(
                path.index(index).key("name"),
                format!("invalid value {name:?}: expected a DNS label"),
            );
        } else if own.contains(name) || !names.insert(name) {
            problems.wrong(
                path.index(index).key("name"),
                format!("another volume of the Pod is called {name:?}"),
            );
        }
        names.insert(name);
        source(volume, &path.index(index), problems);
    }
    names.extend(own);
    names
}

/// Checks the names of objects that a volume is made of: they may have been variables.
fn source(volume: &Volume, path: &FieldPath, problems: &mut Problems<'_>) {
    let secret = volume.secret.as_ref();
    let claim = volume.persistent_volume_claim.as_ref();
    let names = [
        ("secret", "secretName", secret.map(|secret| secret.secret_name.as_deref().unwrap_or_default())),
        ("configMap", "name", volume.config_map.as_ref().map(|config_map| config_map.name.as_str())),
        ("persistentVolumeClaim", "claimName", claim.map(|claim| claim.claim_name.as_str())),
    ];
    for (source, key, name) in names {
        if let Some(name) = name {
            NAME.check(name, &path.key(source), key, problems);
        }
    }
}

fn container(step: &Container, volumes: &HashSet<&str>, path: &FieldPath, problems: &mut Problems<'_>) {
    let image = step.image.as_deref().unwrap_or_default();
    if image.is_empty() || image.trim() != image {
        problems.wrong(
            path.key("image"),
            format!("invalid value {image:?}: expected an image without spaces around"),
        );
    }
    let mut places = HashSet::new();
    for (index, mount) in step.volume_mounts.iter().flatten().enumerate() {
        let path = || path.key("volumeMounts").index(index);
        let at = mount.mount_path.as_str();
        BELOW.check_at(mount.sub_path.as_deref().unwrap_or_default(), || path().key("subPath"), problems);
        if !volumes.contains(mount.name.as_str()) {
            problems.wrong(path().key("name"), format!("no volume is called {:?}", mount.name));
        }
        if at.is_empty() || at.contains(':') {
            problems.wrong(
                path().key("mountPath"),
                format!("invalid value {at:?}: expected a path without a colon"),
            );
        } else if !places.insert(clean(at)) {
            problems.wrong(path().key("mountPath"), format!("something else is mounted at {at} already"));
        }
    }
    let mut devices = HashSet::new();
    for (index, device) in step.volume_devices.iter().flatten().enumerate() {
        let name = device.name.as_str();
        let is_mounted = step.volume_mounts.iter().flatten().any(|mount| mount.name == name);
        let message = if !volumes.contains(name) {
            format!("no volume is called {name:?}")
        } else if is_mounted || !devices.insert(name) {
            format!("the step has the volume {name:?} already")
        } else {
            continue;
        };
        problems.wrong(path.key("volumeDevices").index(index).key("name"), message);
    }
    if step.restart_policy.is_some() {
        problems.wrong(path.key("restartPolicy"), "only init containers may have one, and a step is none");
    }
}
