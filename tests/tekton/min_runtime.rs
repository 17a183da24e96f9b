//! `BATON_MIN_RUNTIME`: what init containers run takes that long at least.

use std::time::Duration;

use tests::{Finished, Running, Step};

use crate::pod::Pod;

const LEAST: Duration = Duration::from_millis(400);

fn with(step: Step, time: &'static str) -> Step {
    step.with(move |command| {
        command.env("BATON_MIN_RUNTIME", time);
    })
}

/// Whether step-init has done its work: the link leads nowhere as yet.
fn linked(pod: &Pod) -> bool {
    pod.path("steps/0").symlink_metadata().is_ok()
}

fn all(pod: &Pod) -> Vec<(&'static str, Step, i32)> {
    let binary = tests::binary("entrypoint").display().to_string();
    pod.write("scripts/s", "YQ==");
    vec![
        ("cp", pod.plain(["cp", &*binary, "/tekton/bin/entrypoint"]), 0),
        ("a failing cp", pod.plain(["cp", "/no/such", "/tekton/bin/x"]), 1),
        ("init", pod.plain(["init", &*binary, "/tekton/bin/entrypoint", "step-a"]), 0),
        ("step-init", pod.plain(["step-init", "step-a"]), 0),
        ("decode-script", pod.plain(["decode-script", "/tekton/scripts/s"]), 0),
        ("workingdirinit", pod.named("workingdirinit", ["tekton/a"]), 0),
        ("sh", pod.named("sh", ["-c", ""]), 0),
    ]
}

#[test]
fn what_init_containers_run_takes_its_time() {
    let Some(pod) = Pod::new() else { return };
    let started: Vec<(_, Running, _)> =
        all(&pod).into_iter().map(|(name, step, code)| (name, with(step, "400ms").start(), code)).collect();
    for (name, running, code) in started {
        let end: Finished = running.finish();
        assert_eq!(end.code, Some(code), "{name}: {}", end.stderr);
        assert!(end.took >= LEAST, "{name}: {:?}", end.took);
    }
}

#[test]
fn neither_without_it_nor_in_steps() {
    let Some(pod) = Pod::new() else { return };
    for (name, step, code) in all(&pod) {
        let end = with(step, "0").finish();
        assert_eq!(end.code, Some(code), "{name}: {}", end.stderr);
        assert!(end.took < Duration::from_secs(20), "{name}: {:?}", end.took);
    }
    assert!(with(pod.step(0), "1h").runs(["true"]).finish().took < Duration::from_secs(20));
}

#[test]
fn a_signal_ends_it() {
    let Some(pod) = Pod::new() else { return };
    let step = with(pod.plain(["step-init", "step-a"]), "1h").start();
    step.settle("it has done its work", || linked(&pod));
    step.send(libc::SIGTERM);
    let end = step.finish();
    assert!(end.code == Some(0) || end.signal == Some(libc::SIGTERM), "{end:?}");
}

#[test]
fn what_is_no_time_is_a_refusal() {
    let Some(pod) = Pod::new() else { return };
    for time in ["100", "-1s", "soon"] {
        let end = with(pod.plain(["step-init", "step-a"]), time).finish();
        assert_eq!(end.code, Some(1), "{time}");
        assert!(end.stderr.starts_with("entrypoint: BATON_MIN_RUNTIME: "), "{}", end.stderr);
        assert!(!linked(&pod), "nothing is half done");
    }
}
