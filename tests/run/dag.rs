//! Tasks at once, after one another, and not at all.

use serde_json::json;
use std::fs;
use std::path::Path;
use tests::{Running, eventually};

use crate::pipeline::{Task, meet, pipeline, task};
use crate::scene::{Scene, run, stdout};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// What the tasks said, each as the prefix and the line, without nop and without the spaces that align them.
fn said(text: &str) -> Vec<String> {
    let own = text.lines().filter(|line| !line.contains(": nop]"));
    own.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn tasks_that_wait_for_each_other_meet() {
    let shared = folder();
    let tasks = [
        task("a", &meet("a", &["b", "c"]), &[]),
        task("b", &meet("b", &["a", "c"]), &[]),
        task("c", &meet("c", &["a", "b"]), &[]),
        task("last", "echo all", &["a", "b", "c"]),
    ];
    let finished = run(&pipeline("meet", &tasks, shared.path()), &["--jobs", "3"]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let said = said(stdout(&finished));
    assert_eq!(said.last().map(String::as_str), Some("[last : s] all"), "{said:?}");
    for name in ["a", "b", "c"] {
        assert!(said.contains(&format!("[{name} : s] met")), "{said:?}");
    }
    let end = "PipelineRun meet: Succeeded: All Tasks have completed executing";
    assert_eq!(finished.stderr.lines().last(), Some(end), "{}", finished.stderr);
}

#[test]
fn runs_of_tasks_are_at_once_too() {
    let shared = folder();
    let run_of = |own: &str, other: &str| {
        let step = crate::task::script("s", &meet(own, &[other]));
        let step = crate::task::with(step, "volumeMounts", json!([{"name": "v", "mountPath": "/shared"}]));
        crate::task::task_run(own, &[step], &json!([{"name": "v", "hostPath": {"path": shared.path()}}]))
    };
    let finished = run(&[run_of("x", "y"), run_of("y", "x")], &["--jobs", "2"]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
}

#[test]
fn one_job_is_one_at_a_time() {
    let shared = folder();
    let clock = |name: &str| format!("echo + {name} >>/shared/log; sleep 0.1; echo - {name} >>/shared/log");
    let tasks = ["a", "b", "c"].map(|name| task(name, &clock(name), &[]));
    let finished = run(&pipeline("one", &tasks, shared.path()), &["--jobs", "1"]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let log = fs::read_to_string(shared.path().join("log")).unwrap();
    assert_eq!(log, "+ a\n- a\n+ b\n- b\n+ c\n- c\n");
}

/// One task fails while another waits to be let go; behind each is one more.
fn forked(shared: &Path) -> Vec<serde_json::Value> {
    let wait = "until test -e /shared/go; do sleep 0.05; done; echo went";
    let tasks: [Task; 4] = [
        task("bad", "exit 3", &[]),
        task("good", wait, &[]),
        task("behind-bad", "echo never", &["bad"]),
        task("behind-good", "echo perhaps", &["good"]),
    ];
    pipeline("forked", &tasks, shared)
}

/// Runs that, and lets the good one go once the controller knows of the bad one's end.
fn run_forked(arguments: &[&str]) -> tests::Finished {
    let shared = folder();
    let scene = Scene::new(&forked(shared.path()));
    let running = Running::start(scene.command(&[&["-o", "json", "--jobs", "2"], arguments].concat()));
    eventually("the bad one has ended", || {
        let text = String::from_utf8_lossy(&running.stdout_so_far()).into_owned();
        text.lines().any(|line| line.contains("\"pod-finished\"") && line.contains("\"bad\"")).then_some(())
    });
    fs::write(shared.path().join("go"), "").expect("a folder to write in");
    let finished = running.finish();
    scene.assert_clean();
    finished
}

#[test]
fn a_failure_stops_what_has_not_started() {
    let finished = run_forked(&[]);
    assert_eq!(finished.code, Some(3), "{finished:?}");
    let text = stdout(&finished);
    assert!(text.contains("\"went\""), "what runs goes on: {text}");
    assert!(!text.contains("\"perhaps\"") && !text.contains("\"never\""), "{text}");
}

#[test]
fn keep_going_leaves_out_only_what_depends_on_it() {
    let finished = run_forked(&["--keep-going"]);
    assert_eq!(finished.code, Some(3), "{finished:?}");
    let text = stdout(&finished);
    assert!(text.contains("\"perhaps\"") && !text.contains("\"never\""), "{text}");
}

#[test]
fn what_never_started_stands_in_the_table() {
    let shared = folder();
    let tasks = [task("bad", "exit 5", &[]), task("behind", "true", &["bad"])];
    let finished = run(&pipeline("short", &tasks, shared.path()), &[]);
    assert_eq!(finished.code, Some(5), "{finished:?}");
    let row = |start: &str| {
        let line = finished.stderr.lines().find(|line| line.starts_with(start)).unwrap_or_default();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert!(row("bad ").starts_with("bad s 5 ") && row("bad ").ends_with(" failed"), "{}", finished.stderr);
    assert_eq!(row("behind "), "behind s - - not started", "{}", finished.stderr);
    assert!(
        row("PipelineRun short: Failed: TaskRun short-bad-").ends_with(" has failed"),
        "{}",
        finished.stderr
    );
}

#[test]
fn the_first_failure_by_time_gives_the_code() {
    let shared = folder();
    let tasks = [
        task("late", "until test -e /shared/early; do sleep 0.05; done; sleep 0.2; exit 4", &[]),
        task("early", "touch /shared/early; exit 6", &[]),
    ];
    let finished = run(&pipeline("two", &tasks, shared.path()), &["--jobs", "2"]);
    assert_eq!(finished.code, Some(6), "{finished:?}");
}

#[test]
fn lines_are_aligned_over_all_tasks() {
    let shared = folder();
    let tasks = [task("a", "echo 1", &[]), task("much-longer", "echo 2", &["a"])];
    let finished = run(&pipeline("aligned", &tasks, shared.path()), &[]);
    let expected = "[a : s]             1\n[a : nop]           Build successful\n\
                    [much-longer : s]   2\n[much-longer : nop] Build successful\n";
    assert_eq!((finished.code, stdout(&finished)), (Some(0), expected), "{}", finished.stderr);
}

#[test]
fn each_steps_lines_keep_their_order() {
    let shared = folder();
    let tasks = ["a", "b", "c"].map(|name| task(name, "seq 1 20000", &[]));
    let finished = run(&pipeline("many", &tasks, shared.path()), &["--jobs", "3"]);
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    for name in ["a", "b", "c"] {
        let prefix = format!("[{name} : s]");
        let own = stdout(&finished)
            .lines()
            .filter_map(|line| line.strip_prefix(&prefix)?.trim().parse::<u32>().ok());
        assert!(own.eq(1..=20_000_u32), "{name}");
    }
}
