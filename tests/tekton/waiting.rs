//! Waiting for the step before, for many files, and for volumes of the kubelet's.

use std::fs;
use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

use libc::{SIGKILL, SIGTERM};
use tests::{Posted, Running, eventually, median};

use crate::pod::{Pod, log};

fn waits(pod: &Pod, n: usize, step: tests::Step) -> Running {
    let step = step.runs(["touch", "/tekton/ran"]).start();
    step.settle("it waits", || pod.path(format!("run/{n}/out.lock")).exists());
    step
}

#[test]
fn a_list_of_files_is_waited_for_to_the_end() {
    let Some(pod) = Pod::new() else { return };
    fs::create_dir_all(pod.path("run/9")).unwrap();
    let mut step = waits(&pod, 0, pod.step(0).wait_file("/tekton/a,/tekton/b,,/tekton/run/9/out"));
    for name in ["b", "run/9/out"] {
        pod.write(name, "");
        step.settle("it still waits", || true);
    }
    assert!(step.runs() && !pod.path("ran").exists());
    pod.write("a", "");
    assert_eq!(step.finish().code, Some(0));
    assert!(pod.path("ran").exists());
}

#[test]
fn one_failure_in_the_list_is_enough() {
    let Some(pod) = Pod::new() else { return };
    pod.write("a", "");
    pod.write("b.err", "");
    let end = pod.step(0).wait_file("/tekton/a,/tekton/b").runs(["touch", "/tekton/ran"]).finish();
    assert_eq!((end.code, pod.posted(0), pod.path("ran").exists()), (Some(1), Posted::Failed, false));
}

#[test]
fn content_counts_when_it_is_asked_for() {
    let Some(pod) = Pod::new() else { return };
    pod.write("ready", "");
    let step = pod.step(0).args(["-wait_file", "/tekton/ready", "-wait_file_content"]);
    let mut step = waits(&pod, 0, step);
    assert!(step.runs());
    pod.write("ready", "READY");
    assert_eq!(step.finish().code, Some(0));
    pod.write("run/0/out", "");
    assert_eq!(pod.step(1).args(["-wait_file_content=false"]).runs(["true"]).finish().code, Some(0));
}

/// The folder of a volume as the kubelet keeps it: files that are links through `..data`, which is swapped.
fn swap(pod: &Pod, version: &str, content: &str) {
    pod.write(&format!("downward/..{version}/ready"), content);
    symlink(format!("..{version}"), pod.path("downward/..data_tmp")).unwrap();
    fs::rename(pod.path("downward/..data_tmp"), pod.path("downward/..data")).unwrap();
}

#[test]
fn a_swap_of_the_kubelets_is_seen_at_once() {
    let mut times = Vec::new();
    for _ in 0..7 {
        let Some(pod) = Pod::new() else { return };
        swap(&pod, "1", "");
        symlink("..data/ready", pod.path("downward/ready")).unwrap();
        let step = pod.step(0).args(["-wait_file", "/tekton/downward/ready", "-wait_file_content"]);
        let step = waits(&pod, 0, step);
        let swapped = Instant::now();
        swap(&pod, "2", "READY");
        assert_eq!(step.finish().code, Some(0));
        times.push(swapped.elapsed());
    }
    // The backstop look, a second, would show.
    assert!(median(times.clone()) < Duration::from_millis(200), "{times:?}");
}

#[test]
fn with_a_breakpoint_a_failure_before_lets_the_step_run() {
    let Some(pod) = Pod::new() else { return };
    pod.write("run/0/out.err", "");
    let end = pod.step(1).args(["-breakpoint_on_failure"]).runs(["true"]).finish();
    assert_eq!((end.code, pod.posted(1)), (Some(0), Posted::Done), "{}", end.stderr);
}

#[test]
fn what_cannot_be_looked_for_is_a_failure() {
    let Some(pod) = Pod::new() else { return };
    pod.write("file", "");
    let end = pod.step(0).wait_file("/tekton/file/out").runs(["true"]).finish();
    assert_eq!((end.code, pod.posted(0)), (Some(1), Posted::Failed));
    let line = "Error executing command: waiting for \"/tekton/file/out\": ";
    assert!(log(&end)[0].starts_with(line), "{}", end.stderr);
}

#[test]
fn told_to_stop_while_it_waits() {
    let Some(pod) = Pod::new() else { return };
    let step = waits(&pod, 1, pod.step(1));
    step.send(SIGTERM);
    let end = step.finish();
    assert_eq!((end.code, pod.posted(1)), (Some(128 + SIGTERM), Posted::Failed), "{}", end.stderr);
    assert!(!pod.path("ran").exists());
}

#[test]
fn a_killed_predecessor_ends_the_chain() {
    let Some(pod) = Pod::new() else { return };
    let victim = pod.started(pod.step(0));
    let (one, two) = (waits(&pod, 1, pod.step(1)), waits(&pod, 2, pod.step(2)));
    // Dropped, it is killed, and its step with it.
    drop(victim);
    let ends = [one.finish(), two.finish()];
    assert_eq!(ends.each_ref().map(|end| end.code), [Some(1), Some(1)]);
    assert_eq!(
        [pod.posted(0), pod.posted(1), pod.posted(2)],
        [Posted::Nothing, Posted::Failed, Posted::Failed]
    );
    assert!(log(&ends[0])[0].contains("the step before died without handing on: sh"), "{}", ends[0].stderr);
    assert_eq!(pod.told(1), [("Reason".to_owned(), "Skipped".to_owned())]);
    assert!(!pod.path("ran").exists());
}

#[test]
fn a_predecessor_of_another_kind_or_not_there_yet_is_not_dead() {
    let Some(pod) = Pod::new() else { return };
    fs::create_dir_all(pod.path("run/0")).unwrap();
    let mut step = waits(&pod, 1, pod.step(1));
    // Past the backstop look: what is to be seen is that nothing happens.
    std::thread::sleep(Duration::from_millis(1500));
    assert!(step.runs());
    // As today's Tekton posts: no lock, ever.
    pod.write("run/0/out", "");
    assert_eq!((step.finish().code, pod.posted(1)), (Some(0), Posted::Done));
}

#[test]
fn the_lock_is_held_while_it_runs_and_free_behind() {
    let Some(pod) = Pod::new() else { return };
    let lock = pod.path("run/0/out.lock");
    let step = pod.started(pod.step(0));
    let free = || fs::File::open(&lock).unwrap().try_lock_shared().is_ok();
    assert!(!free());
    step.send(SIGKILL);
    eventually("it is free", || free().then_some(()));
    drop(step);
}
