//! Steps that fail, take too long or are cancelled, and those behind them.

use std::thread::sleep;
use std::time::Duration;

use tests::{Podman, eventually};

use super::run::{Step, TaskRun};
use super::told;

#[test]
fn a_failure_that_does_not_matter_and_a_step_that_takes_too_long() {
    let Some(podman) = Podman::get() else { return };
    let mut run = TaskRun::new(
        "tekton-ends",
        &[
            Step::script("a", "#!/bin/sh\nexit 7\n").flags(&["-on_error", "continue"]),
            Step::script(
                "b",
                "#!/bin/sh\ntrap 'echo told; exit 0' TERM\necho up\nwhile :; do sleep 0.05; done\n",
            )
            .flags(&["-timeout", "1s"]),
            Step::script("c", "#!/bin/sh\necho never\n"),
        ],
    );
    let pod = run.play(podman);
    assert_eq!(["step-a", "step-b", "step-c"].map(|step| pod.exit_code(step)), [0, 1, 1]);
    assert_eq!(told(&run, 0), ["ExitCode=7 (3)"]);
    assert_eq!(run.read("run-0/status/exitCode"), "7");
    assert!(pod.logs("step-b").0.ends_with("told\n"), "{:?}", pod.logs("step-b"));
    assert_eq!(told(&run, 1), ["Reason=TimeoutExceeded (3)"]);
    assert_eq!((pod.logs("step-c").0.as_str(), told(&run, 2)), ("", vec!["Reason=Skipped (3)".to_owned()]));
}

#[test]
fn nothing_starts_before_the_kubelet_says_so_and_a_cancellation_ends_it() {
    let Some(podman) = Podman::get() else { return };
    let script = "#!/bin/sh\ntouch /workspace/up\nexec sleep 600\n";
    let mut run =
        TaskRun::new("tekton-downward", &[Step::script("a", script), Step::script("b", "#!/bin/sh\n")]);
    let pod = podman.play(&run.pod);
    // Past the backstop look: what is to be seen is that nothing happens.
    sleep(Duration::from_millis(1500));
    let is_up = run.path("workspace/up");
    assert!(!is_up.exists());
    run.tell("READY", "");
    eventually("the step runs", || is_up.exists().then_some(()));
    run.tell("READY", "CANCEL");
    assert_eq!(["step-a", "step-b"].map(|step| pod.exit_code(step)), [9, 1]);
    assert_eq!(told(&run, 0), ["Reason=Cancelled (3)"]);
    assert_eq!(run.read("run-0/status/exitCode"), "killed");
}
