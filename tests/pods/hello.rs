//! The first Task anybody runs.

use tests::{Podman, STEP_IMAGE};

use crate::task;

/// As a user writes it; the step image stands in for ubuntu, since no registry is asked.
const HELLO_WORLD: &str = "\
apiVersion: tekton.dev/v1alpha1
kind: Task
metadata:
  name: echo-hello-world
spec:
  steps:
  - name: echo
    image: ubuntu
    command: [echo]
    args: [hello world]
  - name: echo-1
    image: ubuntu
    command: [echo]
    args: [hello world-1]
---
apiVersion: tekton.dev/v1alpha1
kind: TaskRun
metadata:
  name: echo-hello-world-task-run
spec:
  taskRef:
    name: echo-hello-world
";

#[test]
fn both_steps_and_nop_say_their_line() {
    let Some(podman) = Podman::get() else { return };
    let pod = podman.play(&task::emit(&HELLO_WORLD.replace("ubuntu", STEP_IMAGE)));

    for (container, line) in [
        ("build-step-echo", "hello world\n"),
        ("build-step-echo-1", "hello world-1\n"),
        ("nop", "Build successful\n"),
    ] {
        assert_eq!(pod.exit_code(container), 0, "{container}: {:?}", pod.logs(container));
        assert_eq!(pod.logs(container).0, line, "{container}");
    }
}
