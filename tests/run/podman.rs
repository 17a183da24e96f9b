//! The same Pods in podman's containers.

use serde_json::{Value, json};
use std::process::Command;
use tests::{Finished, Podman, Running, STEP_IMAGE, eventually};

use crate::scene::{Scene, installed, stdout};
use crate::task::task_run;

fn script(name: &str, text: &str) -> Value {
    json!({"name": name, "image": STEP_IMAGE, "command": ["sh", "-c", text]})
}

pub fn start(podman: &Podman, scene: &Scene, arguments: &[&str]) -> Running {
    let command = podman.tool(installed().join("controller"));
    Running::start(scene.of(command, &[&["--network", "none"], arguments].concat()))
}

/// Runs `objects` to the end.
pub fn run(podman: &Podman, objects: &[Value], arguments: &[&str]) -> Finished {
    let scene = Scene::new(objects);
    let finished = start(podman, &scene, arguments).finish();
    scene.assert_clean();
    finished
}

/// What podman has of runs named `name`.
pub fn left(podman: &Podman, name: &str) -> Vec<String> {
    let list = |arguments: &[&str]| {
        let output = podman.command().args(arguments).output().expect("podman starts");
        String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let mut all = list(&["pod", "ls", "--format", "{{.Name}}"]);
    all.extend(list(&["volume", "ls", "--format", "{{.Name}}"]));
    all.extend(list(&["secret", "ls", "--format", "{{.Name}}"]));
    all.retain(|it| it.starts_with(name));
    all
}

#[test]
fn hello_is_the_same() {
    let Some(podman) = Podman::get() else { return };
    let steps = [script("echo", "echo hello world"), script("echo-1", "echo hello world-1")];
    for arguments in [&["--engine", "podman"][..], &[]] {
        let finished = run(podman, &[task_run("phello", &steps, &json!([]))], arguments);
        let expected = "[echo]   hello world\n[echo-1] hello world-1\n[nop]    Build successful\n";
        assert_eq!((finished.code, stdout(&finished)), (Some(0), expected), "{}", finished.stderr);
        assert!(finished.stderr.contains("engine podman"), "{}", finished.stderr);
        assert_eq!(left(podman, "phello"), [""; 0]);
    }
}

#[test]
fn a_failing_step_is_the_last_to_run() {
    let Some(podman) = Podman::get() else { return };
    let steps = [script("a", "echo A; exit 42"), script("b", "echo B")];
    let finished = run(podman, &[task_run("pfail", &steps, &json!([]))], &["--engine", "podman"]);
    assert_eq!(finished.code, Some(42), "{finished:?}");
    assert!(
        !stdout(&finished).contains("Build successful") && !stdout(&finished).contains(" B\n"),
        "{finished:?}"
    );
    assert!(
        finished.stderr.lines().any(|line| line.starts_with("b ") && line.ends_with("skipped")),
        "{}",
        finished.stderr
    );
    assert_eq!(left(podman, "pfail"), [""; 0]);
}

#[test]
fn config_maps_and_secrets_arrive() {
    let Some(podman) = Podman::get() else { return };
    let mut step = script("it", "cat /c/k /s/k | tr a-z b-za; echo; echo $C $S | tr a-z b-za");
    step["volumeMounts"] = json!([{"name": "c", "mountPath": "/c"}, {"name": "s", "mountPath": "/s"}]);
    step["env"] = json!([
        {"name": "C", "valueFrom": {"configMapKeyRef": {"name": "config", "key": "k"}}},
        {"name": "S", "valueFrom": {"secretKeyRef": {"name": "hidden", "key": "k"}}},
    ]);
    let volumes = json!([{"name": "c", "configMap": {"name": "config"}}, {"name": "s", "secret": {"secretName": "hidden"}}]);
    let objects = [
        task_run("pvol", &[step], &volumes),
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "config"}, "data": {"k": "open"}}),
        json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "hidden"}, "data": {"k": "aHVzaA=="}}),
    ];
    let finished = run(podman, &objects, &["--engine", "podman"]);
    let expected = "[it]  pqfoivti\n[it]  pqfo ivti\n[nop] Build successful\n";
    assert_eq!((finished.code, stdout(&finished)), (Some(0), expected), "{}", finished.stderr);
    assert_eq!(left(podman, "pvol"), [""; 0]);
}

#[test]
fn ctrl_c_and_kill_leave_nothing() {
    let Some(podman) = Podman::get() else { return };
    for (signal, code) in [(libc::SIGINT, Some(130)), (libc::SIGKILL, None)] {
        let scene = Scene::new(&[task_run(
            "pstop",
            &[script("a", "trap '' TERM; echo up; sleep 1000; sleep 1000")],
            &json!([]),
        )]);
        let mut running = start(podman, &scene, &["--engine", "podman", "--grace", "1"]);
        running.says("up", 1);
        running.send(signal);
        assert_eq!(running.finish().code, code);
        eventually("nothing is left", || left(podman, "pstop").is_empty().then_some(()));
    }
}

#[test]
fn without_the_images_auto_takes_processes() {
    let mut step = crate::task::script("it", "echo hi");
    step["image"] = "localhost/no/such/image:v1".into();
    let scene = Scene::new(&[task_run("it", &[step], &json!([]))]);
    let finished = Running::start(scene.of(Command::new(installed().join("controller")), &[])).finish();
    assert_eq!(
        (finished.code, stdout(&finished)),
        (Some(0), "[it]  hi\n[nop] Build successful\n"),
        "{}",
        finished.stderr
    );
    assert!(finished.stderr.contains("engine process (podman "), "{}", finished.stderr);
}

#[test]
fn an_image_that_nobody_built_is_named() {
    let Some(podman) = Podman::get() else { return };
    let arguments = ["--engine", "podman", "--nop-image", "localhost/no/such/nop:v1"];
    let finished = run(podman, &[task_run("pimage", &[script("a", "echo A")], &json!([]))], &arguments);
    assert_eq!((finished.code, stdout(&finished)), (Some(1), ""), "{finished:?}");
    assert!(finished.stderr.contains("no image localhost/no/such/nop:v1: build it"), "{}", finished.stderr);
    assert_eq!(left(podman, "pimage"), [""; 0]);
}

#[test]
fn events_are_those_of_processes() {
    let Some(podman) = Podman::get() else { return };
    let step = script("a", "echo out; echo err >&2");
    let finished =
        run(podman, &[task_run("pjson", &[step], &json!([]))], &["--engine", "podman", "-o", "json"]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    let events: Vec<Value> =
        stdout(&finished).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let count = |kind: &str| events.iter().filter(|event| event["event"] == kind).count();
    assert_eq!((count("pod-started"), count("container-started")), (1, 4));
    assert_eq!((count("container-finished"), count("pod-finished")), (4, 1));
    for (stream, line) in [("stdout", "out"), ("stderr", "err")] {
        let said = |event: &Value| event["step"] == "a" && event["stream"] == stream && event["line"] == line;
        assert!(events.iter().any(said), "{stream}: {events:?}");
    }
}

#[test]
fn a_pull_without_end_can_be_ended() {
    let Some(podman) = Podman::get() else { return };
    // A podman that is as slow as a network that does not answer.
    let (folder, mark) = (tempfile::tempdir().unwrap(), crate::stop::mark(41));
    let path = std::env::var("PATH").unwrap();
    let text = format!(
        "#!/bin/sh\nPATH='{path}'\ncase $* in *'kube play'*) exec sleep {mark} ;; esac\nexec podman \"$@\"\n"
    );
    tests::write_program(folder.path().join("podman"), "755", text);
    let scene = Scene::new(&[task_run("ppull", &[script("a", "echo A")], &json!([]))]);
    let mut command = podman.tool(installed().join("controller"));
    command.env("PATH", format!("{}:{path}", folder.path().display()));
    let running = Running::start(scene.of(command, &["--engine", "podman", "--grace", "1000"]));
    eventually("it pulls", || (crate::stop::sleepers(&mark) == 1).then_some(()));
    running.send(libc::SIGINT);
    eventually("the first is heard", || running.stderr_so_far().contains("stopping").then_some(()));
    running.send(libc::SIGINT);
    assert_eq!((running.finish().code, crate::stop::sleepers(&mark)), (Some(130), 0));
}
