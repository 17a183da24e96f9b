//! Breakpoints: before the step, and behind one that failed.

use libc::SIGTERM;
use tests::{Posted, Running, eventually};

use crate::pod::{Pod, log};

fn at_breakpoint(pod: &Pod, script: &str) -> Running {
    let step = pod.step(0).args(["-breakpoint_on_failure", "-on_error=continue"]).runs_shell(script).start();
    eventually("it waits for a person", || step.stderr_so_far().contains("out.breakpointexit").then_some(()));
    assert_eq!(pod.posted(0), Posted::Nothing);
    step
}

#[test]
fn behind_a_failure_a_person_says_the_code() {
    for (content, code, line) in [
        ("0\n", 0, "Breakpoint exiting with exit code 0"),
        ("1\n", 1, "Breakpoint exiting with exit code 1"),
        ("42", 42, "Breakpoint exiting with exit code 42"),
        ("x", 0, "Breakpoint exiting with exit code 0"),
        ("", 0, "Breakpoint exiting with exit code 0"),
    ] {
        let Some(pod) = Pod::new() else { return };
        let step = at_breakpoint(&pod, "exit 7");
        pod.write("run/0/out.breakpointexit", content);
        let end = step.finish();
        assert_eq!((end.code, pod.posted(0)), (Some(code), Posted::Nothing), "{content:?}: {}", end.stderr);
        let log = log(&end);
        assert_eq!(
            (log[0], *log.last().unwrap()),
            ("INFO Skipping writing to PostFile", line),
            "{content:?}"
        );
        let unreadable = log.iter().any(|line| line.starts_with("cannot read an exit code"));
        assert_eq!(unreadable, content.parse::<i32>().is_err() && content.trim().parse::<i32>().is_err());
        assert!(!pod.path("run/0/status/exitCode").exists());
    }
}

#[test]
fn a_step_that_cannot_start_is_kept_too() {
    let Some(pod) = Pod::new() else { return };
    let step = pod.step(0).args(["-breakpoint_on_failure"]).runs(["/no/such"]).start();
    eventually("it waits for a person", || step.stderr_so_far().contains("out.breakpointexit").then_some(()));
    pod.write("run/0/out.breakpointexit", "3");
    assert_eq!(step.finish().code, Some(3));
}

#[test]
fn a_good_end_needs_nobody() {
    let Some(pod) = Pod::new() else { return };
    let end = pod.step(0).args(["-breakpoint_on_failure"]).runs(["true"]).finish();
    assert_eq!((end.code, pod.posted(0)), (Some(0), Posted::Done));
}

#[test]
fn told_to_stop_at_the_breakpoint() {
    let Some(pod) = Pod::new() else { return };
    let step = at_breakpoint(&pod, "exit 7");
    step.settle("it sleeps", || true);
    step.send(SIGTERM);
    assert_eq!((step.finish().code, pod.posted(0)), (Some(128 + SIGTERM), Posted::Failed));
}

fn before(pod: &Pod) -> Running {
    let step = pod.step(0).args(["-debug_before_step"]).runs(["touch", "/tekton/ran"]).start();
    eventually("it waits for a person", || step.stderr_so_far().contains("out.beforestepexit").then_some(()));
    assert!(!pod.path("ran").exists());
    step
}

#[test]
fn before_the_step_a_person_lets_it_run() {
    let Some(pod) = Pod::new() else { return };
    let step = before(&pod);
    pod.write("run/0/out.beforestepexit", "0");
    let end = step.finish();
    assert_eq!((end.code, pod.posted(0), pod.path("ran").exists()), (Some(0), Posted::Done, true));
    assert_eq!(log(&end).len(), 2, "two lines say what to do");
}

#[test]
fn before_the_step_a_person_says_no() {
    let Some(pod) = Pod::new() else { return };
    let step = before(&pod);
    pod.write("run/0/out.beforestepexit.err", "1");
    let end = step.finish();
    assert_eq!((end.code, pod.posted(0), pod.path("ran").exists()), (Some(1), Posted::Failed, false));
    let line = "Skipping execute step script because before step breakpoint fail-continue";
    assert_eq!(log(&end).last(), Some(&line), "{}", end.stderr);
}

fn debug(pod: &Pod, what: &str) -> (Option<i32>, String) {
    let end = pod.plain(["debug", what]).finish();
    (end.code, end.text() + &end.stderr)
}

#[test]
fn without_a_shell_the_binary_ends_a_breakpoint() {
    for (what, code, posted) in [("continue", 0, Posted::Done), ("fail", 1, Posted::Failed)] {
        let Some(pod) = Pod::new() else { return };
        let step = at_breakpoint(&pod, "exit 7");
        assert_eq!(
            debug(&pod, "status"),
            (Some(0), "/tekton/run/0/out: breakpoint behind a failure".to_owned())
        );
        assert_eq!(debug(&pod, what), (Some(0), String::new()));
        assert_eq!((step.finish().code, pod.posted(0)), (Some(code), posted));

        let Some(pod) = Pod::new() else { return };
        let step = before(&pod);
        assert_eq!(
            debug(&pod, "status"),
            (Some(0), "/tekton/run/0/out: breakpoint before the step".to_owned())
        );
        assert_eq!(debug(&pod, what), (Some(0), String::new()));
        assert_eq!((step.finish().code, pod.posted(0)), (Some(code), posted));
    }
}

#[test]
fn there_may_be_no_breakpoint_to_end() {
    let Some(pod) = Pod::new() else { return };
    let none = "no step of this container waits at a breakpoint";
    assert_eq!(debug(&pod, "status"), (Some(0), none.to_owned()));
    assert_eq!(debug(&pod, "continue"), (Some(1), format!("entrypoint: {none}\n")));
    // One that was killed at its breakpoint waits no more.
    drop(at_breakpoint(&pod, "exit 7"));
    assert_eq!(debug(&pod, "fail"), (Some(1), format!("entrypoint: {none}\n")));
    assert_eq!(debug(&pod, "nonsense").0, Some(2));
    assert_eq!(pod.posted(0), Posted::Nothing);
}
