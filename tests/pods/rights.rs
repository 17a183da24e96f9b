//! Other users, read-only root file systems, limits, images without a shell.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::json;
use tests::Podman;

use crate::{task, volumes};

/// Bytes; what is left of it for the step is plenty for a shell.
const MEMORY: u64 = 32 << 20;

/// The limit as the kernel has it, in version 2 and in version 1 of cgroups.
const LIMIT: &str =
    "cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null; true";

/// Who runs what, and what of the root file system it may write.
const WHO: &str =
    "id -u; touch /forbidden 2>/dev/null || echo read-only; touch /workspace/allowed && echo writable";

#[test]
fn a_pod_runs_as_nobody_in_particular_with_a_read_only_root_and_little_memory() {
    let Some(podman) = Podman::get() else { return };
    let mut object =
        task::pod("restricted", &["one", "two"].map(|name| task::script(name, &format!("{WHO}; {LIMIT}"))));
    for list in ["initContainers", "containers"] {
        for container in object["spec"][list].as_array_mut().expect("containers") {
            container["securityContext"] = json!({"runAsUser": 65532, "readOnlyRootFilesystem": true});
            container["resources"] = json!({"limits": {"memory": MEMORY.to_string()}});
        }
    }
    let pod = podman.play(&object);

    for step in ["build-step-one", "build-step-two"] {
        assert_eq!(pod.exit_code(step), 0, "{step}: {:?}", pod.logs(step));
        assert_eq!(pod.logs(step).0, format!("65532\nread-only\nwritable\n{MEMORY}\n"), "{step}");
    }
    assert_eq!(pod.exit_code("nop"), 0);
}

#[test]
fn each_step_may_be_another_user() {
    let Some(podman) = Podman::get() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut steps = [
        task::script("one", "id -u > one"),
        task::script("two", "id -u > two"),
        task::script("three", "cat one two"),
    ];
    for (step, user) in steps.iter_mut().zip([65532, 1000, 12345]) {
        step["securityContext"] = json!({"runAsUser": user});
    }
    let mut object = task::pod("users", &steps);
    volumes::open(&mut object, folder.path());
    let pod = podman.play(&object);

    for step in ["build-step-one", "build-step-two", "build-step-three"] {
        assert_eq!(pod.exit_code(step), 0, "{step}: {:?}", pod.logs(step));
    }
    assert_eq!(pod.logs("build-step-three").0, "65532\n1000\n");
    // root placed it, and nobody but root could have changed it.
    let placed = fs::metadata(folder.path().join("tools/entrypoint")).unwrap().permissions().mode();
    assert_eq!(placed & 0o133, 0o111, "executable for all, writable for its owner at most: {placed:o}");
}

#[test]
fn a_step_image_needs_no_shell() {
    let Some(podman) = Podman::get() else { return };
    let nop = json!({"name": "alone", "image": task::image("nop"), "command": ["/ko-app/nop"]});
    let pod = podman.play(&task::pod("no-shell", &[nop]));

    assert_eq!(pod.exit_code("build-step-alone"), 0, "{:?}", pod.logs("build-step-alone"));
    assert_eq!(pod.logs("build-step-alone").0, "Build successful\n");
}
