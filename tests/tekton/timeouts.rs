//! A step that takes longer than it may: TERM, a grace, KILL, to its whole group.

use std::time::Duration;

use tests::{Finished, Posted, eventually, process};

use crate::pod::Pod;

fn with_grace(pod: &Pod, grace: &'static str, script: &str) -> Finished {
    let step = pod.step(0).args(["-timeout", "300ms"]).runs_shell(script).with(move |command| {
        command.env("BATON_GRACE", grace);
    });
    let end = step.finish();
    assert_eq!((end.code, pod.posted(0)), (Some(1), Posted::Failed), "{}", end.stderr);
    assert_eq!(pod.told(0), [("Reason".to_owned(), "TimeoutExceeded".to_owned())]);
    end
}

#[test]
fn a_step_may_clean_up() {
    let Some(pod) = Pod::new() else { return };
    let end =
        with_grace(&pod, "", "trap 'sleep 0.2; echo cleaned; exit 0' TERM; while :; do sleep 0.05; done");
    assert_eq!(end.text(), "cleaned");
    assert!(end.took < Duration::from_secs(9), "the grace is not waited for: {:?}", end.took);
}

#[test]
fn a_step_that_does_not_end_is_killed() {
    let Some(pod) = Pod::new() else { return };
    let end = with_grace(&pod, "500ms", "trap 'echo told' TERM; while :; do sleep 0.05; done");
    assert_eq!(end.text(), "told");
    assert!(end.took >= Duration::from_millis(800), "{:?}", end.took);
}

#[test]
fn without_a_grace_it_is_killed_at_once() {
    let Some(pod) = Pod::new() else { return };
    let end = with_grace(&pod, "0", "trap 'echo told' TERM; while :; do sleep 0.05; done");
    assert_eq!(end.text(), "");
}

#[test]
fn the_whole_group_ends() {
    for grace in ["0", "200ms", "10s"] {
        let Some(pod) = Pod::new() else { return };
        let end = with_grace(&pod, grace, "trap '' TERM; sleep 60 & echo $!; trap - TERM; sleep 60");
        let left: u32 = end.text().parse().unwrap();
        eventually("it is gone", || process(left).is_none_or(|left| left.state == 'Z').then_some(()));
    }
}

#[test]
fn time_does_not_run_while_it_waits() {
    let Some(pod) = Pod::new() else { return };
    let step = pod.step(1).args(["-timeout", "1s"]).runs(["true"]).start();
    std::thread::sleep(Duration::from_millis(1500));
    pod.write("run/0/out", "");
    assert_eq!((step.finish().code, pod.posted(1)), (Some(0), Posted::Done));
}

#[test]
fn none_and_enough() {
    for timeout in ["0", "0s", "1h30m", "2540400h"] {
        let Some(pod) = Pod::new() else { return };
        assert_eq!(
            pod.step(0).args(["-timeout", timeout]).runs(["true"]).finish().code,
            Some(0),
            "{timeout}"
        );
    }
}

#[test]
fn a_signal_while_it_runs_is_the_steps() {
    let Some(pod) = Pod::new() else { return };
    let script = "trap 'exit 5' TERM; touch /tekton/ran; while :; do sleep 0.05; done";
    let step = pod.step(0).args(["-timeout", "1h"]).runs_shell(script).start();
    eventually("it runs", || pod.path("ran").exists().then_some(()));
    step.send(libc::SIGTERM);
    let end = step.finish();
    assert_eq!((end.code, pod.posted(0)), (Some(5), Posted::Failed), "{}", end.stderr);
}
