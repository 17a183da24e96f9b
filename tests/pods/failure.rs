//! A step that fails, and the steps behind it.

use tests::Podman;

use crate::task;

#[test]
fn a_failed_step_keeps_its_exit_code_and_those_behind_it_never_run() {
    let Some(podman) = Podman::get() else { return };
    let steps = [
        task::script("fails", "echo on my way; exit 7"),
        task::script("skipped", "echo I ran"),
        task::script("skipped-too", "echo I ran"),
    ];
    let pod = podman.play(&task::pod("failure", &steps));

    assert_eq!(pod.exit_code("build-step-fails"), 7);
    assert_eq!(pod.inspect("build-step-fails", "{{.State.ExitCode}}"), "7");
    assert_eq!(pod.logs("build-step-fails").0, "on my way\n");
    for skipped in ["build-step-skipped", "build-step-skipped-too"] {
        // 0 since the Pod's verdict is the failed step's alone.
        assert_eq!(pod.exit_code(skipped), 0, "{skipped}");
        assert_eq!(pod.inspect(skipped, "{{.State.ExitCode}}"), "0", "{skipped}");
        assert_eq!(pod.logs(skipped).0, "", "{skipped}");
    }
}

#[test]
fn a_command_that_is_not_there_ends_the_pod_with_127() {
    let Some(podman) = Podman::get() else { return };
    let mut missing = task::script("missing", "");
    missing["command"] = serde_json::json!(["no-such-program"]);
    let pod = podman.play(&task::pod("missing", &[missing, task::script("skipped", "echo I ran")]));

    assert_eq!(pod.exit_code("build-step-missing"), 127);
    let (_, stderr) = pod.logs("build-step-missing");
    assert!(stderr.contains("no-such-program"), "{stderr}");
    assert_eq!(pod.exit_code("build-step-skipped"), 0);
    assert_eq!(pod.logs("build-step-skipped").0, "");
}
