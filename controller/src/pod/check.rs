//! What the API server would refuse in a Pod and what no single field of a Task can show: checked when all is put in.

use std::collections::HashSet;

use k8s_openapi::api::core::v1::{Container, PodSpec};

use crate::field_path::FieldPath;
use crate::names::is_label;
use crate::path::clean;
use crate::problem::Problems;

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
    }
    names.extend(own);
    names
}

fn container(step: &Container, volumes: &HashSet<&str>, path: &FieldPath, problems: &mut Problems<'_>) {
    let image = step.image.as_deref().unwrap_or_default();
    if image.is_empty() || image.trim() != image {
        problems.wrong(
            path.key("image"),
            format!("invalid value {image:?}: expected an image without spaces around"),
        );
    }
    // The first variable is HOME, which is ours.
    for (index, variable) in step.env.iter().flatten().skip(1).enumerate() {
        if variable.name.is_empty() || variable.name.contains('=') {
            let message = format!("invalid value {:?}: expected the name of a variable", variable.name);
            problems.wrong(path.key("env").index(index).key("name"), message);
        }
    }
    let mut places = HashSet::new();
    for (index, mount) in step.volume_mounts.iter().flatten().enumerate() {
        let path = || path.key("volumeMounts").index(index);
        let at = mount.mount_path.as_str();
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
    if step.restart_policy.is_some() {
        problems.wrong(path.key("restartPolicy"), "only init containers may have one, and a step is none");
    }
}
