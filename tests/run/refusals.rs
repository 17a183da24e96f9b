//! What is missing or forbidden, and what the error says.

use std::process::Command;
use tests::{Running, able};

use crate::scene::{Scene, installed, run};
use crate::task::scripts;

#[test]
fn a_missing_binary_is_named_with_how_to_build_it() {
    let scene = Scene::new(&[scripts(&[("a", "echo ran")])]);
    let alone = tempfile::tempdir().unwrap();
    tests::copy_program(installed().join("controller"), alone.path().join("controller"));
    let command = scene.of(Command::new(alone.path().join("controller")), &["--engine", "process"]);
    let finished = Running::start(command).finish();
    assert_eq!((finished.code, finished.stdout.len()), (Some(1), 0), "{finished:?}");
    assert!(finished.stderr.contains("cargo build -p "), "{}", finished.stderr);

    let folder = installed().to_str().unwrap();
    let command = scene
        .of(Command::new(alone.path().join("controller")), &["--engine", "process", "--bin-dir", folder]);
    assert_eq!(Running::start(command).finish().code, Some(0));
}

#[test]
fn forbidden_namespaces_are_explained() {
    let unshare = ["unshare", "--user", "--map-root-user"];
    if !able("user namespaces", &[&unshare[..], &["true"]].concat()) {
        return;
    }
    let scene = Scene::new(&[scripts(&[("a", "echo ran")])]);
    let forbid = "echo 0 >/proc/sys/user/max_user_namespaces && exec \"$@\"";
    let launcher = [&unshare[..], &["sh", "-c", forbid, "sh"]].concat();
    let finished = Running::start(scene.under(&launcher, &[])).finish();
    assert_eq!((finished.code, finished.stdout.len()), (Some(1), 0), "{finished:?}");
    for word in ["sysctl user.max_user_namespaces", "--engine podman"] {
        assert!(finished.stderr.contains(word), "{word}: {}", finished.stderr);
    }
    scene.assert_clean();
}

#[test]
fn a_container_in_a_container_works() {
    let unshare = ["unshare", "--user", "--map-root-user"];
    if !able("user namespaces", &[&unshare[..], &["true"]].concat()) {
        return;
    }
    let scene = Scene::new(&[scripts(&[("a", "cat /proc/1/comm")])]);
    let finished = Running::start(scene.under(&unshare, &[])).finish();
    assert_eq!(finished.code, Some(0), "{finished:?}");
    scene.assert_clean();
}

#[test]
fn what_the_engine_leaves_out_is_said() {
    let mut step = crate::task::script("a", "true");
    step["resources"] = serde_json::json!({"limits": {"cpu": "1"}});
    let finished = run(&[crate::task::task_run("it", &[step], &serde_json::json!([]))], &[]);
    assert!(finished.stderr.contains("does without: resource limits"), "{}", finished.stderr);
}
