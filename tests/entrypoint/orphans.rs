//! Every process that the step leaves behind is reaped: zombies would fill the Pod's process table.

use std::process::Command;

use tests::{Running, Tools, able, children, eventually};

/// A step that leaves 100 orphans behind, each dead in a moment, and then waits for the file `go`.
const LITTER: &str = r#"i=0; while [ $i -lt 100 ]; do (sleep 0.02 &); i=$((i+1)); done; touch "$0/littered"; until [ -e "$0/go" ]; do sleep 0.02; done; exit 5"#;

/// `entrypoint` with process id `pid` has, after all the litter, no child but its step.
fn cleans_up(tools: &Tools, pid: u32) {
    eventually("the orphans are made", || tools.path("littered").exists().then_some(()));
    eventually("only the step is left", || {
        let children = children(pid);
        (children.len() == 1 && children[0].state != 'Z').then_some(())
    });
    tools.post("go");
}

#[test]
fn as_subreaper_it_reaps_what_its_step_leaves() {
    let tools = Tools::new();
    let step = tools
        .step(0)
        .runs(["sh".as_ref(), "-c".as_ref(), LITTER.as_ref(), tools.folder().as_os_str()])
        .start();
    let pid = step.pid();
    eventually("orphans come to it", || (children(pid).len() > 1).then_some(()));
    cleans_up(&tools, pid);
    assert_eq!(step.finish().code, Some(5));
}

const PID_NAMESPACE: [&str; 8] =
    ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc", "--kill-child", "--"];

/// The process in the namespace: the only child of unshare.
fn inner(unshare: &Running) -> u32 {
    eventually("PID 1 runs", || {
        let pid = children(unshare.pid()).first()?.pid;
        // unshare's fork is the same process before it executes entrypoint, which has a step soon.
        children(pid).first().map(|_| pid)
    })
}

fn namespaces() -> bool {
    able("PID namespaces", &[&PID_NAMESPACE[..], &["true"]].concat())
}

#[test]
fn as_pid_1_it_reaps_what_its_step_leaves() {
    if !namespaces() {
        return;
    }
    let tools = Tools::new();
    let argv = ["sh".as_ref(), "-c".as_ref(), LITTER.as_ref(), tools.folder().as_os_str()];
    let step = tools.step(0).under(PID_NAMESPACE).runs(argv).start();
    cleans_up(&tools, inner(&step));
    assert_eq!(step.finish().code, Some(5));
}

#[test]
fn as_pid_1_it_forwards_signals() {
    if !namespaces() {
        return;
    }
    let tools = Tools::new();
    let step = tools.step(0).under(PID_NAMESPACE).runs(["sleep", "60"]).start();
    tests::send(inner(&step), libc::SIGTERM);
    assert_eq!(step.finish().code, Some(143));
}

#[test]
fn as_pid_1_it_ends_when_told_while_it_waits() {
    if !namespaces() {
        return;
    }
    let tools = Tools::new();
    let step = tools.step(1).under(PID_NAMESPACE).runs(["true"]).start();
    eventually("it waits", || tools.path("1.lock").exists().then_some(()));
    tests::send(children(step.pid())[0].pid, libc::SIGTERM);
    assert_eq!((step.finish().code, tools.posted("1")), (Some(143), tests::Posted::Failed));
}

#[test]
fn it_ends_with_its_step_whoever_is_left() {
    let tools = Tools::new();
    let end = tools.step(0).runs_shell("sleep 300 & echo $!; exit 4").finish();
    let orphan: u32 = end.text().parse().unwrap();
    assert!(tests::process(orphan).is_some(), "left alone, as without entrypoint");
    tests::send(orphan, libc::SIGKILL);
    assert_eq!((end.code, tools.posted("0")), (Some(4), tests::Posted::Failed));
}

#[test]
fn an_orphan_that_ends_first_with_another_code_changes_nothing() {
    let tools = Tools::new();
    let script = "(sh -c 'exit 9' &); (sh -c 'kill -9 $$' &); sleep 0.2; exit 3";
    for _ in 0..5 {
        assert_eq!(tools.step(0).runs_shell(script).finish().code, Some(3));
    }
}

#[test]
fn the_step_is_gone_when_the_post_file_is_there() {
    let tools = Tools::new();
    let end = tools.step(0).runs_shell("echo $$").finish();
    let pid = end.text();
    let left = Command::new("ps").args(["-o", "stat=", "-p", &pid]).output();
    assert!(left.is_ok_and(|ps| ps.stdout.is_empty()) || tests::process(pid.parse().unwrap()).is_none());
}
