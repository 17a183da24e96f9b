//! The first run of anybody.

use serde_json::json;

use crate::scene::{run, stdout};
use crate::task::task_run;

/// Three lines, and they alone, on standard output.
const LINES: &str = "[echo]   hello world\n[echo-1] hello world-1\n[nop]    Build successful\n";

#[test]
fn a_newcomer_reads_three_lines() {
    let step = |name, line| json!({"name": name, "image": "ubuntu", "command": ["echo"], "args": [line]});
    let steps = [step("echo", "hello world"), step("echo-1", "hello world-1")];
    let finished = run(&[task_run("hello", &steps, &json!([]))], &[]);
    assert_eq!((finished.code, stdout(&finished)), (Some(0), LINES), "{}", finished.stderr);
    assert!(finished.stderr.contains("images not used: "), "{}", finished.stderr);
    assert!(finished.stderr.contains("ubuntu"), "{}", finished.stderr);
    let rows: Vec<_> = finished.stderr.lines().filter(|line| line.starts_with("echo")).collect();
    assert!(rows.len() == 2 && rows.iter().all(|row| row.contains(" 0 ")), "{}", finished.stderr);
}

#[test]
fn two_runs_are_told_apart() {
    let script = |name, line: &str| task_run(name, &[crate::task::script("s", line)], &json!([]));
    let finished = run(&[script("one", "echo 1; exit 7"), script("second", "echo 2")], &["--jobs", "1"]);
    let expected = "[one : s]      1\n[second : s]   2\n[second : nop] Build successful\n";
    assert_eq!((finished.code, stdout(&finished)), (Some(7), expected), "{}", finished.stderr);
}

#[test]
fn a_run_that_has_its_pod_is_not_run_again() {
    let task = task_run("once", &[crate::task::script("s", "echo ran")], &json!([]));
    let pod = json!({"apiVersion": "v1", "kind": "Pod",
                     "metadata": {"name": "other", "labels": {"tekton.dev/taskRun": "once"}},
                     "spec": {"containers": [{"name": "a", "image": "b"}]}});
    let finished = run(&[task, pod], &[]);
    assert_eq!((finished.code, stdout(&finished)), (Some(0), ""), "{}", finished.stderr);
    assert!(finished.stderr.contains("nothing to run"), "{}", finished.stderr);
}
