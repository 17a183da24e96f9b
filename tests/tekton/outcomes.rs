//! How a step ends and what follows: post file, `exitCode`, message, log, exit code. A row a case.

use tests::{Posted, Step};

use crate::pod::{Pod, log};

/// A row of the table.
struct Row {
    name: &'static str,
    flags: &'static [&'static str],
    command: &'static [&'static str],
    posted: Posted,
    exit_code: Option<&'static str>,
    told: &'static [(&'static str, &'static str)],
    /// Lines of the log, in order; others may stand between.
    log: &'static [&'static str],
    exit: i32,
    /// The same with `BATON_EXIT_CODES=shell`, where that is another.
    shell: Option<i32>,
}

const FAILED: Row = Row {
    name: "",
    flags: &[],
    command: &["true"],
    posted: Posted::Failed,
    exit_code: None,
    told: &[],
    log: &[],
    exit: 1,
    shell: None,
};
const DONE: Row = Row { posted: Posted::Done, exit_code: Some("0"), exit: 0, ..FAILED };

const CONTINUE: &[&str] = &["-on_error", "continue"];

const ROWS: &[Row] = &[
    Row { name: "exit 0", ..DONE },
    Row { name: "exit 0, on_error=continue", flags: CONTINUE, ..DONE },
    Row { name: "exit n", command: &["sh", "-c", "exit 7"], exit: 7, ..FAILED },
    Row { name: "exit 255", command: &["sh", "-c", "exit 255"], exit: 255, ..FAILED },
    Row {
        name: "exit n, on_error=stopAndFail",
        flags: &["-on_error", "stopAndFail"],
        command: &["sh", "-c", "exit 7"],
        exit: 7,
        ..FAILED
    },
    Row {
        name: "exit n, on_error=zzz",
        flags: &["-on_error", "zzz"],
        command: &["sh", "-c", "exit 7"],
        exit: 7,
        ..FAILED
    },
    Row { name: "a signal", command: &["sh", "-c", "kill -KILL $$"], exit: 255, shell: Some(137), ..FAILED },
    Row {
        name: "exit n, on_error=continue",
        flags: CONTINUE,
        command: &["sh", "-c", "exit 7"],
        exit_code: Some("7"),
        told: &[("ExitCode", "7")],
        ..DONE
    },
    Row {
        name: "a signal, on_error=continue",
        flags: CONTINUE,
        command: &["sh", "-c", "kill -KILL $$"],
        exit_code: Some("-1"),
        told: &[("ExitCode", "-1")],
        ..DONE
    },
    Row {
        name: "no such file",
        command: &["/no/such"],
        log: &["Error executing command: fork/exec /no/such: no such file or directory"],
        shell: Some(127),
        ..FAILED
    },
    Row {
        name: "no such file, on_error=continue",
        flags: CONTINUE,
        command: &["/no/such"],
        log: &["Error executing command: fork/exec /no/such: no such file or directory"],
        shell: Some(127),
        ..FAILED
    },
    Row {
        name: "not in PATH",
        command: &["no-such-command"],
        log: &[r#"Error executing command: exec: "no-such-command": executable file not found in $PATH"#],
        shell: Some(127),
        ..FAILED
    },
    Row {
        name: "not executable",
        command: &["/etc/passwd"],
        log: &["Error executing command: fork/exec /etc/passwd: permission denied"],
        shell: Some(126),
        ..FAILED
    },
    Row {
        name: "timeout",
        flags: &["-timeout", "50ms"],
        command: &["sleep", "60"],
        told: &[("Reason", "TimeoutExceeded")],
        log: &["context deadline exceeded"],
        ..FAILED
    },
    Row {
        name: "timeout, on_error=continue",
        flags: &["-timeout", "50ms", "-on_error", "continue"],
        command: &["sleep", "60"],
        told: &[("Reason", "TimeoutExceeded")],
        log: &["context deadline exceeded"],
        ..FAILED
    },
    Row {
        name: "timeout, breakpoint",
        flags: &["-timeout", "50ms", "-breakpoint_on_failure"],
        command: &["sleep", "60"],
        told: &[("Reason", "TimeoutExceeded")],
        log: &["context deadline exceeded"],
        ..FAILED
    },
    Row {
        name: "negative timeout",
        flags: &["-timeout", "-1s"],
        log: &["Error executing command: negative timeout specified"],
        ..FAILED
    },
    Row {
        name: "when false",
        flags: &["-when_expressions", r#"[{"input":"a","operator":"in","values":["b"]}]"#],
        command: &["false"],
        told: &[("Reason", "Skipped")],
        log: &["INFO Step was skipped due to when expressions were evaluated to false."],
        ..DONE
    },
    Row {
        name: "a condition in CEL that does not hold",
        flags: &["-when_expressions", r#"[{"cel":"'a' == 'b'"}]"#],
        command: &["false"],
        told: &[("Reason", "Skipped")],
        log: &["INFO Step was skipped due to when expressions were evaluated to false."],
        ..DONE
    },
    Row {
        name: "a condition in CEL that holds",
        flags: &["-when_expressions", r#"[{"cel":"'a' in ['a', 'b'] && size('ab') == 2"}]"#],
        ..DONE
    },
    Row {
        name: "no condition in CEL",
        flags: &["-when_expressions", r#"[{"cel":"'a'"}]"#],
        log: &["Error executing command: the CEL expression 'a' is not evaluated to a boolean"],
        ..FAILED
    },
];

fn finish(pod: &Pod, row: &Row, adjust: impl FnOnce(Step) -> Step) -> tests::Finished {
    adjust(pod.step(0).args(row.flags)).runs(row.command).finish()
}

fn contains_in_order(lines: &[&str], wanted: &[&str]) -> bool {
    let mut lines = lines.iter();
    wanted.iter().all(|wanted| lines.any(|line| line == wanted))
}

#[test]
fn every_row() {
    for row in ROWS {
        let Some(pod) = Pod::new() else { return };
        let end = finish(&pod, row, |step| step);
        let name = row.name;
        assert_eq!(end.code, Some(row.exit), "{name}: {}", end.stderr);
        assert_eq!(pod.posted(0), row.posted, "{name}");
        assert_eq!(pod.read("run/0/out") + &pod.read("run/0/out.err"), "", "{name}: both are empty");
        let exit_code = pod.path("run/0/status/exitCode").exists().then(|| pod.read("run/0/status/exitCode"));
        assert_eq!(exit_code.as_deref(), row.exit_code, "{name}");
        let told: Vec<_> =
            row.told.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        assert_eq!(pod.told(0), told, "{name}");
        assert_eq!(pod.message(0).iter().filter(|entry| entry.0 == "StartedAt").count(), 1, "{name}");
        assert!(contains_in_order(&log(&end), row.log), "{name}: {}", end.stderr);
        assert_eq!(row.log.is_empty(), end.stderr.is_empty(), "{name}: {}", end.stderr);
    }
}

#[test]
fn every_row_with_the_shells_codes() {
    for row in ROWS {
        let Some(pod) = Pod::new() else { return };
        let shell = |step: Step| {
            step.with(|command| {
                command.env("BATON_EXIT_CODES", "shell");
            })
        };
        let end = finish(&pod, row, shell);
        assert_eq!(end.code, Some(row.shell.unwrap_or(row.exit)), "{}: {}", row.name, end.stderr);
        assert_eq!(pod.posted(0), row.posted, "{}", row.name);
        if row.exit_code == Some("-1") {
            assert_eq!(pod.read("run/0/status/exitCode"), "137", "{}", row.name);
            assert_eq!(pod.told(0), [("ExitCode".to_owned(), "137".to_owned())]);
        }
    }
}

#[test]
fn previous_failed() {
    let Some(pod) = Pod::new() else { return };
    pod.write("run/0/out.err", "");
    let end = pod.step(1).runs(["touch", "/tekton/ran"]).finish();
    assert_eq!((end.code, pod.posted(1)), (Some(1), Posted::Failed));
    assert_eq!(log(&end), ["Skipping step because a previous step failed"]);
    assert_eq!(pod.told(1), [("Reason".to_owned(), "Skipped".to_owned())]);
    assert!(!pod.path("ran").exists() && !pod.path("run/1/status/exitCode").exists());
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
    assert!(log(&end)[0].starts_with("Error while writing message: No space left"), "{}", end.stderr);
    assert!(!pod.path("run/0/status/exitCode").exists());
}
