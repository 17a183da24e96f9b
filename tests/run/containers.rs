//! Pipelines in podman's containers: at once, out of time, and tried again.

use serde_json::json;
use tests::Podman;

use crate::handed_on::images;
use crate::pipeline::{meet, pipeline, task, the};
use crate::podman::{left, run};
use crate::scene::stdout;

#[test]
fn podmans_tasks_that_wait_for_each_other_meet() {
    let Some(podman) = Podman::get() else { return };
    let shared = tempfile::tempdir().unwrap();
    let tasks = [
        task("a", &meet("a", &["b"]), &[]),
        task("b", &meet("b", &["a"]), &[]),
        task("last", "echo all", &["a", "b"]),
    ];
    let mut objects = pipeline("pmeet", &tasks, shared.path());
    images(&mut objects);
    let finished = run(podman, &objects, &["--engine", "podman", "--jobs", "2"]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let last = stdout(&finished).lines().rfind(|line| line.contains(": s]"));
    assert_eq!(last, Some("[last : s]   all"), "{finished:?}");
    assert_eq!(left(podman, "pmeet"), [""; 0]);
}

#[test]
fn podmans_tasks_are_tried_again() {
    let Some(podman) = Podman::get() else { return };
    let shared = tempfile::tempdir().unwrap();
    let flaky = task("flaky", "test -e /shared/tried || { touch /shared/tried; exit 9; }", &[]);
    let mut objects = pipeline("pagain", &[flaky], shared.path());
    images(&mut objects);
    the(&mut objects, "Pipeline")["spec"]["tasks"][0]["retries"] = json!(1);
    let finished = run(podman, &objects, &["--engine", "podman"]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    assert!(finished.stderr.contains("flaky, try 2"), "{}", finished.stderr);
    assert_eq!(left(podman, "pagain"), [""; 0]);
}

/// On a slow machine the time is up while podman still makes the Pod.
#[test]
fn podmans_tasks_have_their_time() {
    let Some(podman) = Podman::get() else { return };
    let shared = tempfile::tempdir().unwrap();
    let tasks = [task("slow", "exec sleep 1000", &[]), task("behind", "echo never", &["slow"])];
    let mut objects = pipeline("ptime", &tasks, shared.path());
    images(&mut objects);
    the(&mut objects, "PipelineRun")["spec"]["timeout"] = json!("5s");
    let finished = run(podman, &objects, &["--engine", "podman", "--grace", "1"]);
    assert_eq!((finished.code, stdout(&finished)), (Some(124), ""), "{finished:?}");
    assert!(finished.stderr.contains("PipelineRun ptime: PipelineRunTimeout: "), "{}", finished.stderr);
    assert_eq!(left(podman, "ptime"), [""; 0]);
}
