//! Other users, read-only roots, images without a shell, little processor time.

use serde_json::json;
use tests::{Podman, STEP_IMAGE, able, eventually};

use super::run::{Step, TaskRun};
use super::told;
use crate::task;

const WHO: &str = "#!/bin/sh
id -u
touch /forbidden 2>/dev/null || echo read-only
touch /workspace/src/allowed && echo writable
grep CapEff /proc/self/status
test -w /tekton/creds && echo memory
";

/// Microseconds of each tenth of a second, as the kernel has them in version 2 and in version 1 of cgroups.
const QUOTA: &str = "#!/bin/sh
cd /sys/fs/cgroup; cat cpu.max cpu/cpu.cfs_quota_us 2>/dev/null | cut -d' ' -f1
";

#[test]
fn nobody_in_particular_with_a_read_only_root_and_no_capability() {
    let Some(podman) = Podman::get() else { return };
    let mut run = TaskRun::new("tekton-rights", &[Step::script("a", WHO), Step::script("b", WHO)]);
    run.each_container(|container| {
        container["securityContext"] = json!({
            "runAsUser": 65532, "runAsGroup": 65532, "runAsNonRoot": true, "readOnlyRootFilesystem": true,
            "allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]},
        });
    });
    let pod = run.play(podman);
    for step in ["step-a", "step-b"] {
        assert_eq!(pod.exit_code(step), 0, "{step}: {:?}", pod.logs(step));
        let expected = "65532\nread-only\nwritable\nCapEff:\t0000000000000000\n";
        assert!(pod.logs(step).0.starts_with(expected), "{step}: {:?}", pod.logs(step));
    }
}

#[test]
fn a_step_image_without_a_shell_and_its_breakpoint() {
    let Some(podman) = Podman::get() else { return };
    let nop = || task::image("nop");
    let mut run = TaskRun::new(
        "tekton-no-shell",
        &[
            Step::of("a", nop(), &["/ko-app/nop"]),
            Step::of("b", nop(), &["/no/such"]).flags(&["-breakpoint_on_failure"]),
            Step::of("c", nop(), &["/ko-app/nop"]),
        ],
    );
    let pod = run.play(podman);
    assert_eq!(pod.exit_code("step-a"), 0, "{:?}", pod.logs("step-a"));
    let debug = |what: &str| {
        let mut exec = podman.command();
        let exec = exec.args(["exec", "tekton-no-shell-step-b", "/tekton/bin/entrypoint", "debug", what]);
        String::from_utf8_lossy(&exec.output().unwrap().stdout).into_owned()
    };
    let waits = "/tekton/run/1/out: breakpoint behind a failure\n";
    eventually("it waits for a person", || (debug("status") == waits).then_some(()));
    debug("continue");
    assert_eq!(["step-b", "step-c"].map(|step| pod.exit_code(step)), [0, 0]);
    assert_eq!(told(&run, 2), [""; 0]);
}

#[test]
fn who_takes_too_much_memory_is_told() {
    let Some(podman) = Podman::get() else { return };
    // busybox keeps a line until its end, and there is none.
    let script = "#!/bin/sh\ntail -n 1 /dev/zero\n";
    let mut run =
        TaskRun::new("tekton-memory", &[Step::script("a", script), Step::script("b", "#!/bin/sh\n")]);
    run.each_container(|container| container["resources"] = json!({"limits": {"memory": "32Mi"}}));
    let pod = run.play(podman);
    assert_eq!(["step-a", "step-b"].map(|step| pod.exit_code(step)), [137, 1]);
    let said = pod.logs("step-a").1;
    assert!(said.contains("killed for want of memory: 1; give it a higher memory limit"), "{said}");
}

#[test]
fn a_hundredth_of_a_processor_is_enough() {
    let Some(podman) = Podman::get() else { return };
    let quota = ["run", "--rm", "--network=none", "--cpus=0.01", STEP_IMAGE, "true"];
    let probe = podman.command().args(quota).output().unwrap();
    if !probe.status.success() {
        tests::tell(&format!(
            "no quota of processor time here: {}\n",
            String::from_utf8_lossy(&probe.stderr)
        ));
        assert!(!able("quota of processor time", &["false"]));
        return;
    }
    let step = |name| Step::script(name, QUOTA);
    let mut run = TaskRun::new("tekton-little", &[step("a"), step("b"), step("c")]);
    run.each_container(|container| {
        container["resources"] = json!({"limits": {"cpu": "10m", "memory": "32Mi"}});
    });
    let pod = run.play(podman);
    for step in ["step-a", "step-b", "step-c"] {
        assert_eq!((pod.exit_code(step), pod.logs(step).0.as_str()), (0, "1000\n"), "{step}");
    }
}
