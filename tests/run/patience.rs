//! Timeouts, and what is tried again.

use serde_json::{Value, json};
use std::path::Path;
use tests::{Finished, Running, eventually};

use crate::pipeline::{pipeline, task, the};
use crate::scene::{Scene, run, stdout};
use crate::stop::{mark, sleepers};

/// Gives `run` its time, and more of it when the machine was too slow for the step to say `up`; how much it was in the end.
fn within_its_time(mut run: impl FnMut(&'static str) -> Finished) -> (&'static str, Finished) {
    let times = ["1s", "5s", "20s"];
    let mut runs = times.into_iter().map(|time| (time, run(time)));
    runs.find(|(time, finished)| stdout(finished).contains(" up\n") || *time == times[2])
        .expect("the last one")
}

#[test]
fn a_run_of_a_task_has_its_time() {
    let mark = mark(21);
    let mut object = crate::task::scripts(&[("a", &format!("echo up; sleep {mark}")), ("b", "echo B")]);
    let (time, finished) = within_its_time(|time| {
        object["spec"]["timeout"] = json!(time);
        run(std::slice::from_ref(&object), &[])
    });
    assert_eq!(finished.code, Some(124), "{finished:?}");
    assert_eq!(sleepers(&mark), 0);
    assert!(stdout(&finished).contains(" up\n") && !stdout(&finished).contains(" B\n"), "{finished:?}");
    let line = format!("TaskRun it: TaskRunTimeout: TaskRun \"it\" failed to finish within \"{time}\"");
    assert_eq!(finished.stderr.lines().last(), Some(&*line), "{}", finished.stderr);
    assert!(
        finished.stderr.lines().any(|line| line.starts_with("a ") && line.ends_with("stopped")),
        "{finished:?}"
    );
}

#[test]
fn time_that_is_up_is_no_reason_to_try_again() {
    let (mark, shared) = (mark(22), tempfile::tempdir().unwrap());
    let text = format!("echo up; sleep {mark}");
    let mut objects = pipeline("slow", &[task("a", &text, &[]), task("b", "echo B", &["a"])], shared.path());
    the(&mut objects, "Pipeline")["spec"]["tasks"][0]["retries"] = json!(3);
    let (time, finished) = within_its_time(|time| {
        the(&mut objects, "PipelineRun")["spec"]["timeout"] = json!(time);
        run(&objects, &[])
    });
    assert_eq!(finished.code, Some(124), "{finished:?}");
    assert_eq!(sleepers(&mark), 0);
    assert_eq!(stdout(&finished).matches(" up\n").count(), 1, "{finished:?}");
    let line = format!(
        "PipelineRun slow: PipelineRunTimeout: PipelineRun \"slow\" failed to finish within \"{time}\""
    );
    assert_eq!(finished.stderr.lines().last(), Some(&*line), "{}", finished.stderr);
}

#[test]
fn who_does_not_listen_is_killed_when_time_is_up() {
    let mark = mark(23);
    let text = format!("trap '' TERM INT; sleep {mark}; sleep {mark}");
    let mut object = crate::task::scripts(&[("a", &text)]);
    object["spec"]["timeout"] = json!("1s");
    let finished = run(&[object], &["--grace", "1"]);
    assert_eq!((finished.code, sleepers(&mark)), (Some(124), 0), "{finished:?}");
    assert!(finished.stderr.contains("the grace period is over"), "{}", finished.stderr);
}

#[test]
fn what_failed_is_tried_again_as_often_as_it_may() {
    let text = "echo try >>/shared/tries; test $(wc -l </shared/tries) -gt 2 || exit 9";
    for (retries, code) in [(2, 0), (1, 9)] {
        let shared = tempfile::tempdir().unwrap();
        let mut objects =
            pipeline("flaky", &[task("a", text, &[]), task("b", "echo B", &["a"])], shared.path());
        the(&mut objects, "Pipeline")["spec"]["tasks"][0]["retries"] = json!(retries);
        let finished = run(&objects, &[]);
        assert_eq!(finished.code, Some(code), "{finished:?}");
        assert_eq!(stdout(&finished).contains("[b : s]   B\n"), code == 0, "{finished:?}");
        let last = format!("a, try {}", retries + 1);
        assert!(finished.stderr.lines().any(|line| line.starts_with(&last)), "{}", finished.stderr);
    }
}

/// With room for two, `a` fails once `long` runs, and `next` has the other place: there is none for another try.
fn a_try_that_waits(shared: &Path, mark: &str) -> Vec<Value> {
    let sleep = |name: &str| format!("touch /shared/{name}; sleep {mark}");
    let fail = "until test -e /shared/long; do sleep 0.05; done; echo failed; exit 9";
    let tasks = [
        task("long", &sleep("long"), &["first"]),
        task("next", &sleep("next"), &["first"]),
        task("first", "true", &[]),
        task("a", fail, &[]),
    ];
    let mut objects = pipeline("waits", &tasks, shared);
    the(&mut objects, "Pipeline")["spec"]["tasks"][3]["retries"] = json!(5);
    objects
}

#[test]
fn a_signal_ends_a_run_in_which_a_try_waits() {
    for (test, signal) in [(24, libc::SIGTERM), (25, libc::SIGINT), (26, libc::SIGHUP)] {
        let (mark, shared) = (mark(test), tempfile::tempdir().unwrap());
        let scene = Scene::new(&a_try_that_waits(shared.path(), &mark));
        let running = Running::start(scene.command(&["--jobs", "2"]));
        eventually("both places are taken", || (sleepers(&mark) == 2).then_some(()));
        running.send(signal);
        let finished = running.finish();
        assert_eq!((finished.code, sleepers(&mark)), (Some(128 + signal), 0), "{finished:?}");
        assert_eq!(stdout(&finished).matches("failed\n").count(), 1, "{finished:?}");
        scene.assert_clean();
    }
}

#[test]
fn time_that_is_up_before_another_try_has_its_code() {
    let (mark, shared) = (mark(27), tempfile::tempdir().unwrap());
    let mut objects = a_try_that_waits(shared.path(), &mark);
    the(&mut objects, "PipelineRun")["spec"]["timeout"] = json!("4s");
    let finished = run(&objects, &["--jobs", "2"]);
    assert_eq!((finished.code, sleepers(&mark)), (Some(124), 0), "{finished:?}");
    assert_eq!(stdout(&finished).matches("failed\n").count(), 1, "{finished:?}");
    let line = "PipelineRun waits: PipelineRunTimeout: PipelineRun \"waits\" failed to finish within \"4s\"";
    assert_eq!(finished.stderr.lines().last(), Some(line), "{}", finished.stderr);
}

#[test]
fn what_is_cancelled_does_not_run_and_did_not_succeed() {
    let shared = tempfile::tempdir().unwrap();
    let mut objects = pipeline("off", &[task("a", "echo A", &[])], shared.path());
    the(&mut objects, "PipelineRun")["spec"]["status"] = json!("PipelineRunCancelled");
    let finished = run(&objects, &[]);
    assert_eq!((finished.code, stdout(&finished)), (Some(1), ""), "{}", finished.stderr);
    let line = "PipelineRun off: PipelineRunCancelled: PipelineRun \"off\" was cancelled";
    assert_eq!(finished.stderr.lines().last(), Some(line), "{}", finished.stderr);
}
