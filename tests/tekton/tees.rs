//! What the step prints, in files as well.

use std::time::Duration;

use libc::SIGKILL;
use tests::Posted;

use crate::pod::Pod;

#[test]
fn both_outputs_go_both_ways() {
    let Some(pod) = Pod::new() else { return };
    pod.write("log/out", "before\n");
    let flags = ["-stdout_path", "/tekton/log/out", "-stderr_path", "/tekton/log/deep/err"];
    let end = pod.step(0).args(flags).runs_shell("echo one; echo two >&2; exit 3").finish();
    assert_eq!((end.code, end.text().as_str(), end.stderr.as_str()), (Some(3), "one", "two\n"));
    assert_eq!((pod.read("log/out").as_str(), pod.read("log/deep/err").as_str()), ("before\none\n", "two\n"));
}

#[test]
fn one_output_and_the_same_file_for_both() {
    let Some(pod) = Pod::new() else { return };
    let end = pod.step(0).args(["-stderr_path=/tekton/err"]).runs_shell("echo one; echo two >&2").finish();
    assert_eq!((end.text().as_str(), pod.read("err").as_str()), ("one", "two\n"));
    let flags = ["-stdout_path=/tekton/all", "-stderr_path=/tekton/all"];
    pod.step(1).args(flags).runs_shell("echo one; sleep 0.2; echo two >&2").finish();
    assert_eq!(pod.read("all"), "one\ntwo\n");
}

#[test]
fn much_output_comes_through_whole() {
    let Some(pod) = Pod::new() else { return };
    let script = "head -c 20000000 /dev/zero | tr '\\0' x";
    let end = pod.step(0).args(["-stdout_path=/tekton/out"]).runs_shell(script).finish();
    assert_eq!((end.code, end.stdout.len(), pod.read("out").len()), (Some(0), 20_000_000, 20_000_000));
}

#[test]
fn a_process_that_is_left_behind_delays_nothing() {
    let Some(pod) = Pod::new() else { return };
    let flags = ["-stdout_path=/tekton/out", "-stderr_path=/tekton/err"];
    let script = "sleep 60 & echo $!; (while :; do echo spam >&2; done) & echo $!; sleep 0.2";
    let end = pod.step(0).args(flags).runs_shell(script).finish();
    for pid in end.text().lines() {
        tests::send(pid.parse().unwrap(), SIGKILL);
    }
    assert_eq!((end.code, pod.posted(0)), (Some(0), Posted::Done));
    assert!(end.took < Duration::from_secs(30), "{:?}", end.took);
    assert!(pod.read("err").starts_with("spam\n") && pod.read("out") == format!("{}\n", end.text()));
}

#[test]
fn a_file_that_cannot_be_opened_is_a_failure() {
    let Some(pod) = Pod::new() else { return };
    pod.write("file", "");
    let end = pod.step(0).args(["-stdout_path=/tekton/file/out"]).runs(["touch", "/tekton/ran"]).finish();
    assert_eq!((end.code, pod.posted(0)), (Some(1), Posted::Failed));
    assert!(end.stderr.contains("Error executing command: open /tekton/file/out: "), "{}", end.stderr);
    assert!(!pod.path("ran").exists());
}

#[test]
fn a_full_file_does_not_stop_the_step() {
    let Some(pod) = Pod::new() else { return };
    let end = pod.step(0).args(["-stdout_path=/dev/full"]).runs_shell("echo one; echo two").finish();
    assert_eq!((end.code, end.text().as_str()), (Some(0), "one\ntwo"));
    assert_eq!(
        end.stderr.matches("Error while copying the step's output to /dev/full").count(),
        1,
        "{}",
        end.stderr
    );
}
