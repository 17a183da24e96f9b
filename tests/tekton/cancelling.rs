//! A TaskRun that is cancelled: `/tekton/downward/cancel` holds something then.

use std::fs;
use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

use tests::{Posted, Running, eventually, median};

use crate::pod::{Pod, log};

fn is_cancelled(pod: &Pod, step: Running) -> tests::Finished {
    let end = step.finish();
    assert_eq!((end.code, pod.posted(0)), (Some(9), Posted::Failed), "{}", end.stderr);
    assert_eq!(log(&end), ["INFO Step was canceling", "Step was cancelled"]);
    assert_eq!(pod.read("run/0/status/exitCode"), "killed");
    assert_eq!(pod.told(0), [("Reason".to_owned(), "Cancelled".to_owned())]);
    end
}

#[test]
fn at_once_by_a_swap_of_the_kubelets() {
    let mut times = Vec::new();
    for _ in 0..5 {
        let Some(pod) = Pod::new() else { return };
        pod.write("downward/..1/cancel", "");
        pod.write("downward/..2/cancel", "CANCEL");
        symlink("..1", pod.path("downward/..data")).unwrap();
        symlink("..data/cancel", pod.path("downward/cancel")).unwrap();
        let step = pod.started(pod.step(0).args(["-on_error=continue", "-breakpoint_on_failure"]));
        // Long enough for it to watch: short steps go without.
        std::thread::sleep(Duration::from_millis(300));
        symlink("..2", pod.path("downward/..data_tmp")).unwrap();
        let swapped = Instant::now();
        fs::rename(pod.path("downward/..data_tmp"), pod.path("downward/..data")).unwrap();
        is_cancelled(&pod, step);
        times.push(swapped.elapsed());
    }
    assert!(median(times.clone()) < Duration::from_millis(200), "{times:?}");
}

#[test]
fn before_it_starts() {
    let Some(pod) = Pod::new() else { return };
    pod.write("downward/cancel", "CANCEL");
    is_cancelled(&pod, pod.step(0).runs(["touch", "/tekton/ran"]).start());
    assert!(!pod.path("ran").exists());
}

#[test]
fn it_may_clean_up() {
    let Some(pod) = Pod::new() else { return };
    pod.write("downward/cancel", "");
    let script =
        "exec 2>/dev/null; trap 'echo cleaned; exit 0' TERM; touch /tekton/ran; while :; do sleep 0.05; done";
    let step = pod.step(0).runs_shell(script).start();
    eventually("it runs", || pod.path("ran").exists().then_some(()));
    pod.write("downward/cancel", "CANCEL");
    assert_eq!(is_cancelled(&pod, step).text(), "cleaned");
}

#[test]
fn a_file_that_stays_empty_cancels_nothing() {
    let Some(pod) = Pod::new() else { return };
    pod.write("downward/cancel", "");
    assert_eq!(pod.step(0).runs(["sleep", "1.2"]).finish().code, Some(0));
}

#[test]
fn without_events_it_is_looked_for() {
    let inject = ["-o", "/dev/null", "-e", "inject=inotify_init1:error=EMFILE"];
    let Some(strace) = tests::strace(&inject) else { return };
    let Some(pod) = Pod::new() else { return };
    pod.write("downward/cancel", "");
    pod.write("downward/ready", "");
    let step =
        pod.step(0).args(["-wait_file", "/tekton/downward/ready", "-wait_file_content"]).under(&strace);
    let step = step.runs_shell("touch /tekton/ran; exec sleep 60").start();
    eventually("it waits", || pod.path("run/0/out.lock").exists().then_some(()));
    pod.write("downward/ready", "READY");
    eventually("it runs", || pod.path("ran").exists().then_some(()));
    pod.write("downward/cancel", "CANCEL");
    is_cancelled(&pod, step);
}
