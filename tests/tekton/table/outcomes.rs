//! How a step ends and what follows: post file, `exitCode`, message, log, exit code.

use tests::Posted;

use super::{Case, DONE, FAILED};

const LARGE: &[&str] = &["sh", "-c", "head -c 5000 /dev/zero | tr '\\0' x > /tekton/results/a"];
const TOO_LARGE: &str = "Termination message is above max allowed size 4096, caused by large task result.";
const BREAKPOINT_CONTINUE: &[&str] = &["-breakpoint_on_failure", "-on_error=continue"];

/// A person ends it with the code 5.
const AT_BREAKPOINT: Case = Case {
    flags: &["-breakpoint_on_failure"],
    command: &["sh", "-c", "exit 7"],
    later: &[("run/0/out.breakpointexit", "5\n")],
    posted: Posted::Nothing,
    log: &["INFO Skipping writing to PostFile", "Breakpoint exiting with exit code 5"],
    ..FAILED
};

const CONTINUE: &[&str] = &["-on_error", "continue"];

/// How a step ends and what follows.
pub const OUTCOMES: &[Case] = &[
    Case { name: "exit 0", ..DONE },
    Case { name: "exit 0, on_error=continue", flags: CONTINUE, ..DONE },
    Case { name: "exit n", command: &["sh", "-c", "exit 7"], exit: 7, ..FAILED },
    Case { name: "exit 255", command: &["sh", "-c", "exit 255"], exit: 255, ..FAILED },
    Case {
        name: "exit n, on_error=stopAndFail",
        flags: &["-on_error", "stopAndFail"],
        command: &["sh", "-c", "exit 7"],
        exit: 7,
        ..FAILED
    },
    Case {
        name: "exit n, on_error=zzz",
        flags: &["-on_error", "zzz"],
        command: &["sh", "-c", "exit 7"],
        exit: 7,
        ..FAILED
    },
    Case { name: "a signal", command: &["sh", "-c", "kill -KILL $$"], exit: 255, shell: Some(137), ..FAILED },
    Case {
        name: "exit n, on_error=continue",
        flags: CONTINUE,
        command: &["sh", "-c", "exit 7"],
        exit_code: Some("7"),
        told: &["ExitCode=7 (3)"],
        ..DONE
    },
    Case {
        name: "a signal, on_error=continue",
        flags: CONTINUE,
        command: &["sh", "-c", "kill -KILL $$"],
        exit_code: Some("-1"),
        told: &["ExitCode=-1 (3)"],
        ..DONE
    },
    Case {
        name: "no such file",
        command: &["/no/such"],
        log: &["Error executing command: fork/exec /no/such: no such file or directory"],
        shell: Some(127),
        ..FAILED
    },
    Case {
        name: "no such file, on_error=continue",
        flags: CONTINUE,
        command: &["/no/such"],
        log: &["Error executing command: fork/exec /no/such: no such file or directory"],
        shell: Some(127),
        ..FAILED
    },
    Case {
        name: "not in PATH",
        command: &["no-such-command"],
        log: &[r#"Error executing command: exec: "no-such-command": executable file not found in $PATH"#],
        shell: Some(127),
        ..FAILED
    },
    Case {
        name: "not executable",
        command: &["/etc/passwd"],
        log: &["Error executing command: fork/exec /etc/passwd: permission denied"],
        shell: Some(126),
        ..FAILED
    },
    Case {
        name: "timeout",
        flags: &["-timeout", "50ms"],
        command: &["sleep", "60"],
        told: &["Reason=TimeoutExceeded (3)"],
        log: &["context deadline exceeded"],
        ..FAILED
    },
    Case {
        name: "timeout, on_error=continue",
        flags: &["-timeout", "50ms", "-on_error", "continue"],
        command: &["sleep", "60"],
        told: &["Reason=TimeoutExceeded (3)"],
        log: &["context deadline exceeded"],
        ..FAILED
    },
    Case {
        name: "timeout, breakpoint",
        flags: &["-timeout", "50ms", "-breakpoint_on_failure"],
        command: &["sleep", "60"],
        told: &["Reason=TimeoutExceeded (3)"],
        log: &["context deadline exceeded"],
        ..FAILED
    },
    Case {
        name: "negative timeout",
        flags: &["-timeout", "-1s"],
        log: &["Error executing command: negative timeout specified"],
        ..FAILED
    },
    Case {
        name: "when false",
        flags: &["-when_expressions", r#"[{"input":"a","operator":"in","values":["b"]}]"#],
        command: &["false"],
        told: &["Reason=Skipped (3)"],
        log: &["INFO Step was skipped due to when expressions were evaluated to false."],
        ..DONE
    },
    Case {
        name: "a condition in CEL that does not hold",
        flags: &["-when_expressions", r#"[{"cel":"'a' == 'b'"}]"#],
        command: &["false"],
        told: &["Reason=Skipped (3)"],
        log: &["INFO Step was skipped due to when expressions were evaluated to false."],
        ..DONE
    },
    Case {
        name: "a condition in CEL that holds",
        flags: &["-when_expressions", r#"[{"cel":"'a' in ['a', 'b'] && size('ab') == 2"}]"#],
        ..DONE
    },
    Case {
        name: "no condition in CEL",
        flags: &["-when_expressions", r#"[{"cel":"'a'"}]"#],
        log: &["Error executing command: the CEL expression 'a' is not evaluated to a boolean"],
        ..FAILED
    },
    Case {
        name: "a step before failed",
        scene: &[("a.err", "")],
        flags: &["-wait_file", "/tekton/a"],
        command: &["touch", "/tekton/ran"],
        told: &["Reason=Skipped (3)"],
        log: &["Skipping step because a previous step failed"],
        ..FAILED
    },
    Case {
        name: "a step before failed, breakpoint",
        scene: &[("a.err", "")],
        flags: &["-wait_file", "/tekton/a", "-breakpoint_on_failure"],
        ..DONE
    },
    Case {
        name: "a step before fails later",
        flags: &["-wait_file", "/tekton/a"],
        command: &["touch", "/tekton/ran"],
        later: &[("a.err", "")],
        told: &["Reason=Skipped (3)"],
        log: &["Skipping step because a previous step failed"],
        ..FAILED
    },
    Case {
        name: "cancelled",
        scene: &[("downward/cancel", "")],
        flags: &["-on_error=continue", "-breakpoint_on_failure"],
        command: &["sleep", "60"],
        later: &[("downward/cancel", "CANCEL")],
        exit: 9,
        exit_code: Some("killed"),
        told: &["Reason=Cancelled (3)"],
        log: &["INFO Step was canceling", "Step was cancelled"],
        ..FAILED
    },
    Case {
        name: "cancelled before it starts",
        scene: &[("downward/cancel", "CANCEL")],
        command: &["sleep", "60"],
        exit: 9,
        exit_code: Some("killed"),
        told: &["Reason=Cancelled (3)"],
        log: &["INFO Step was canceling", "Step was cancelled"],
        ..FAILED
    },
    Case { name: "exit n, breakpoint", exit: 5, ..AT_BREAKPOINT },
    Case {
        name: "exit n, breakpoint, no number",
        later: &[("run/0/out.breakpointexit", "x\n")],
        exit: 0,
        log: &["INFO Skipping writing to PostFile", "Breakpoint exiting with exit code 0"],
        differs: Some("A breakpoint says"),
        ..AT_BREAKPOINT
    },
    Case {
        name: "exit n, breakpoint, on_error=continue",
        flags: BREAKPOINT_CONTINUE,
        exit: 5,
        ..AT_BREAKPOINT
    },
    Case { name: "a signal, breakpoint", command: &["sh", "-c", "kill -KILL $$"], exit: 5, ..AT_BREAKPOINT },
    Case { name: "cannot start, breakpoint", command: &["/no/such"], exit: 5, ..AT_BREAKPOINT },
    Case { name: "exit 0, breakpoint", flags: &["-breakpoint_on_failure"], ..DONE },
    Case {
        name: "let go before the step",
        flags: &["-debug_before_step"],
        later: &[("run/0/out.beforestepexit", "0")],
        log: &["debug before step breakpoint has taken effect, waiting for …"],
        ..DONE
    },
    Case {
        name: "declined before the step",
        flags: &["-debug_before_step"],
        later: &[("run/0/out.beforestepexit.err", "1")],
        log: &["Skipping execute step script because before step breakpoint fail-continue"],
        ..FAILED
    },
    Case {
        name: "results too large",
        flags: &["-results=a"],
        command: LARGE,
        log: &["a has 5000 bytes", TOO_LARGE],
        differs: Some("Results that are too large fail the step"),
        ..FAILED
    },
    Case {
        name: "results too large, exit n",
        flags: &["-results=a"],
        command: &["sh", "-c", "head -c 5000 /dev/zero | tr '\\0' x > /tekton/results/a; exit 6"],
        exit: 6,
        log: &["a has 5000 bytes", TOO_LARGE],
        differs: Some("Results that are too large fail the step"),
        ..FAILED
    },
    Case {
        name: "results of a failure",
        flags: &["-results=a"],
        command: &["sh", "-c", "printf x > /tekton/results/a; exit 3"],
        exit: 3,
        told: &["a=x (1)"],
        ..FAILED
    },
    Case {
        name: "a process that the step leaves behind",
        command: &["sh", "-c", "sleep 5 & exit 0"],
        ..DONE
    },
    Case {
        name: "a container that is started again",
        scene: &[("run/0/out", "")],
        command: &["touch", "/tekton/again"],
        exit_code: None,
        log: &["/tekton/run/0/out is there: the step has ended before and does not run again"],
        left: &[("again", "")],
        differs: Some("A container that is started again"),
        ..DONE
    },
];
