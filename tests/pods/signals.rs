//! Steps that are killed or stopped.

use std::time::{Duration, Instant};

use serde_json::Value;
use tests::{Pod, Podman, Stopwatch};

use crate::task;

/// What podman itself takes to signal, to reap and to report on a busy machine, with the entrypoint's backstop
/// look of one second on top. A waiter that missed the end of its predecessor would wait for ever.
const PROMPT: Duration = Duration::from_secs(5);

/// A first step that runs until it is stopped, and two behind it.
fn sleepy(name: &str) -> Value {
    let behind = ["second", "third"].map(|name| task::script(name, "echo I ran"));
    let [second, third] = behind;
    task::pod(name, &[task::script("first", "echo up; sleep 1000"), second, third])
}

/// Returns once the first step's command runs.
fn wait_for_the_first(pod: &Pod) {
    let patience = Instant::now() + Duration::from_mins(1);
    while pod.logs("build-step-first").0 != "up\n" {
        assert!(Instant::now() < patience, "the first step never ran: {:?}", pod.logs("build-step-first"));
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_killed_entrypoint_ends_the_chain_behind_it() {
    let Some(podman) = Podman::get() else { return };
    let pod = podman.play(&sleepy("killed"));
    wait_for_the_first(&pod);

    let killed = Stopwatch::start();
    pod.kill("build-step-first", "KILL");
    assert_eq!(pod.exit_code("build-step-first"), 137);
    // Nobody said so by a file: the one that waits for the dead finds out and fails, the one behind it is skipped.
    assert_eq!(pod.exit_code("build-step-second"), 1, "{:?}", pod.logs("build-step-second"));
    assert_eq!(pod.exit_code("build-step-third"), 0, "{:?}", pod.logs("build-step-third"));
    let took = killed.elapsed();
    assert!(took < PROMPT, "the chain took {took:?} to end");
    for step in ["build-step-second", "build-step-third"] {
        assert_eq!(pod.logs(step).0, "", "{step}");
    }
    let (_, stderr) = pod.logs("build-step-second");
    assert!(stderr.contains("/builder/tools/0"), "the step that noticed says what never came: {stderr}");
}

#[test]
fn a_waiting_step_that_is_stopped_ends_at_once_and_skips_those_behind_it() {
    let Some(podman) = Podman::get() else { return };
    let pod = podman.play(&sleepy("stopped"));
    wait_for_the_first(&pod);

    let stopped = Stopwatch::start();
    pod.stop("build-step-second", 30);
    assert_eq!(pod.exit_code("build-step-second"), 143, "{:?}", pod.logs("build-step-second"));
    assert_eq!(pod.exit_code("build-step-third"), 0, "{:?}", pod.logs("build-step-third"));
    let took = stopped.elapsed();
    assert!(took < PROMPT, "the stop took {took:?}");
    assert_eq!(pod.logs("build-step-third").0, "");
    assert_eq!(pod.inspect("build-step-first", "{{.State.Status}}"), "running");
}

#[test]
fn a_running_step_that_is_stopped_passes_the_signal_on() {
    let Some(podman) = Podman::get() else { return };
    let trap = "trap 'echo ending; exit 3' TERM; echo up; sleep 1000 & wait";
    let pod = podman
        .play(&task::pod("trapped", &[task::script("first", trap), task::script("second", "echo I ran")]));
    wait_for_the_first(&pod);

    pod.stop("build-step-first", 30);
    assert_eq!(pod.exit_code("build-step-first"), 3);
    assert_eq!(pod.logs("build-step-first").0, "up\nending\n");
    assert_eq!(pod.exit_code("build-step-second"), 0);
    assert_eq!(pod.logs("build-step-second").0, "");
}
