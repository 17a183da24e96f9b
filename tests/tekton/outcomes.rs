//! How a step ends, beyond the table of cases: with the shells' codes, in chains, where files cannot be written.

use tests::{Posted, Step};

use crate::pod::{Pod, log};
use crate::table::OUTCOMES;

#[test]
fn every_case_with_the_shells_codes() {
    for case in OUTCOMES.iter().filter(|case| case.later.is_empty() && case.scene.is_empty()) {
        let Some(pod) = Pod::new() else { return };
        let shell = |step: Step| {
            step.with(|command| {
                command.env("BATON_EXIT_CODES", "shell");
            })
        };
        let end = shell(pod.step(0).args(case.flags)).runs(case.command).finish();
        assert_eq!(end.code, Some(case.shell.unwrap_or(case.exit)), "{}: {}", case.name, end.stderr);
        assert_eq!(pod.posted(0), case.posted, "{}", case.name);
        if case.exit_code == Some("-1") {
            assert_eq!(pod.read("run/0/status/exitCode"), "137", "{}", case.name);
            assert_eq!(pod.told(0), [("ExitCode".to_owned(), "137".to_owned())]);
        }
    }
}

#[test]
fn a_missing_interpreter_is_named() {
    let Some(pod) = Pod::new() else { return };
    tests::write_program(pod.path("scripts/script-0"), "755", "#!/no/such/shell\n");
    let end = pod.step(0).runs(["/tekton/scripts/script-0"]).finish();
    assert_eq!((end.code, pod.posted(0)), (Some(1), Posted::Failed));
    assert!(end.stderr.contains("its interpreter /no/such/shell is not in this image"), "{}", end.stderr);
    let line = "Error executing command: fork/exec /tekton/scripts/script-0: no such file or directory";
    assert!(log(&end).contains(&line), "{}", end.stderr);
}

#[test]
fn arguments_that_are_too_long_are_named() {
    let Some(pod) = Pod::new() else { return };
    pod.leave("one", "huge", &"x".repeat(200_000));
    let end = pod.step(0).runs(["true", "$(steps.one.results.huge)"]).finish();
    assert_eq!((end.code, pod.posted(0)), (Some(1), Posted::Failed));
    let log = log(&end);
    assert!(
        log[0].contains("argument list too long; one argument or variable has more than 128 KiB"),
        "{log:?}"
    );
    assert!(log[1].ends_with("/true: argument list too long"), "{log:?}");
}

#[test]
fn a_chain_of_failures() {
    let Some(pod) = Pod::new() else { return };
    let steps = [2, 1, 0].map(|n| {
        let step = pod.step(n);
        if n == 1 { step.runs_shell("exit 3").start() } else { step.runs(["true"]).start() }
    });
    let codes = steps.map(|step| step.finish().code);
    assert_eq!(codes, [Some(1), Some(3), Some(0)]);
    assert_eq!([0, 1, 2].map(|n| pod.posted(n)), [Posted::Done, Posted::Failed, Posted::Failed]);
}

#[test]
fn nothing_that_can_be_told_is_no_good_end() {
    // The message has no folder to be in: the next step must not build on it.
    let Some(pod) = Pod::new() else { return };
    let end = pod.step(0).args(["-termination_path", "/tekton/no/such/folder"]).runs(["true"]).finish();
    assert_eq!((end.code, pod.posted(0)), (Some(1), Posted::Failed));
    assert!(log(&end)[0].starts_with("Error while writing message: "), "{}", end.stderr);
}

#[test]
fn a_full_volume_is_no_good_end() {
    // The message cannot be written, and neither can the exit code: an empty file can.
    let Some(pod) = Pod::new() else { return };
    let end = pod.step(0).args(["-termination_path", "/dev/full"]).runs(["true"]).finish();
    assert_eq!((end.code, pod.posted(0)), (Some(1), Posted::Failed));
    let full = |line: &&str| line.starts_with("Error while writing message: No space left");
    assert!(log(&end).iter().any(full), "{}", end.stderr);
    assert!(!pod.path("run/0/status/exitCode").exists());
}

#[test]
fn an_exit_code_that_cannot_be_written_is_none() {
    let Some(pod) = Pod::new() else { return };
    let end = pod.step(0).runs(["ln", "-s", "/dev/full", "/tekton/run/0/status/exitCode"]).finish();
    assert_eq!((end.code, pod.posted(0)), (Some(1), Posted::Failed));
    assert_eq!(
        log(&end),
        ["cannot write /tekton/run/0/status/exitCode: No space left on device (os error 28)"]
    );
    assert!(pod.path("run/0/status/exitCode").symlink_metadata().is_err(), "not even an empty one");
}
