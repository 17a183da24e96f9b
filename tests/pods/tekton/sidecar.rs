//! A container beside the steps: it runs until it is stopped, which the controller does by giving it the nop image.

use serde_json::json;
use tests::{Podman, STEP_IMAGE};

use super::run::{Step, TaskRun};
use crate::task;

const SERVE: &str = "echo up > /workspace/up; trap 'exit 0' TERM; while :; do sleep 0.05; done";

#[test]
fn a_sidecar_runs_beside_the_steps_until_it_is_stopped() {
    let Some(podman) = Podman::get() else { return };
    let script = "#!/bin/sh\nuntil test -s /workspace/up; do sleep 0.05; done; cat /workspace/up\n";
    let mut run = TaskRun::new("tekton-sidecar", &[Step::script("a", script)]);
    let sidecar = json!({"name": "sidecar-server", "image": STEP_IMAGE, "command": ["sh", "-c", SERVE],
                         "volumeMounts": [{"name": "workspace", "mountPath": "/workspace"}]});
    run.pod["spec"]["containers"].as_array_mut().unwrap().push(sidecar);
    let pod = run.play(podman);
    assert_eq!((pod.exit_code("step-a"), pod.logs("step-a").0.as_str()), (0, "up\n"));
    assert_eq!(pod.inspect("sidecar-server", "{{.State.Running}}"), "true");
    pod.stop("sidecar-server", 10);
    assert_eq!(pod.exit_code("sidecar-server"), 0);
    // What the kubelet starts then: the same container from the nop image. A command of its own is not in there, and ends
    // it with the code that every runtime has for that; without one the image's own runs, whatever the arguments.
    let nop = |flags: &[&str]| {
        let mut run = podman.command();
        let run = run
            .args(["run", "--rm", "--network=none"])
            .args(flags)
            .arg(task::image("nop"))
            .args(["-c", SERVE]);
        run.output().unwrap().status.code()
    };
    assert_eq!([nop(&["--entrypoint=sh"]), nop(&[])], [Some(127), Some(0)]);
}
