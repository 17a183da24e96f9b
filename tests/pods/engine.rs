//! `controller run` on podman: the engine that takes the emitted Pod as it is.

use std::io::Write as _;
use std::process::{Child, Output, Stdio};

use tests::{Podman, binary};

use crate::task;

/// Starts a run that leaves its own name to its second step, which says it a second later.
fn start(podman: &Podman, name: &str) -> Child {
    let first = task::script("first", &format!("sleep 1; echo {name} > said"));
    let run = task::run(name, &[first, task::script("second", "cat said")]);
    let mut command = podman.tool(binary("controller"));
    command.args(["run", "--engine", "podman", "--color", "never", "-f", "-"]);
    let mut controller = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    controller.stdin.take().expect("a pipe").write_all(run.as_bytes()).expect("it reads the run");
    controller
}

/// podman knows a volume by its name in the Pod, which is `workspace` in all of them.
#[test]
fn runs_at_the_same_time_do_not_share_their_volumes() {
    let Some(podman) = Podman::get() else { return };
    let runs = ["this", "that"].map(|name| (name, start(podman, name)));
    for (name, run) in runs {
        let Output { status, stdout, stderr } = run.wait_with_output().expect("it ends");
        let (stdout, stderr) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
        assert!(status.success(), "{name}: {status}\n{stdout}{stderr}");
        assert!(
            stdout.lines().any(|line| line.contains("[second]") && line.ends_with(name)),
            "{name}:\n{stdout}{stderr}"
        );
    }
}
