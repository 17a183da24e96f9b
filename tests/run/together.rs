//! Several Pods that are stopped at once: nothing of any of them is left.

use std::time::{Duration, Instant};
use tests::{Podman, Running, eventually};

use crate::handed_on::{hand_on, images};
use crate::scene::Scene;
use crate::stop::{mark, sleepers};

/// A task that makes a file, and three that take it, say `up`, and then do `rest`.
fn start(scene: &Scene, arguments: &[&str]) -> Running {
    let mut running = Running::start(scene.command(&[&["--jobs", "3"], arguments].concat()));
    running.says("up\n", 3);
    running
}

fn scene(name: &str, rest: &str) -> Scene {
    Scene::new(&hand_on(
        name,
        "echo made >file",
        &format!("test -e file && echo up; {rest}"),
        &["a", "b", "c"],
    ))
}

#[test]
fn ctrl_c_ends_three_pods_and_their_volume() {
    let mark = mark(31);
    let scene = scene("three", &format!("sleep {mark}"));
    let running = start(&scene, &[]);
    eventually("they sleep", || (sleepers(&mark) == 3).then_some(()));
    running.send(libc::SIGINT);
    let finished = running.finish();
    assert_eq!((finished.code, sleepers(&mark)), (Some(130), 0), "{finished:?}");
    assert_eq!(finished.stderr.matches("SIGINT: stopping").count(), 1, "{}", finished.stderr);
    assert_eq!(
        finished.stderr.lines().last(),
        Some("PipelineRun three: stopped by SIGINT"),
        "{}",
        finished.stderr
    );
    scene.assert_clean();
}

#[test]
fn three_that_do_not_listen_have_one_grace_period() {
    let mark = mark(32);
    let scene = scene("deaf", &format!("trap '' TERM INT; sleep {mark}; sleep {mark}"));
    let running = start(&scene, &["--grace", "1"]);
    eventually("they sleep", || (sleepers(&mark) == 3).then_some(()));
    let asked = Instant::now();
    running.send(libc::SIGTERM);
    assert_eq!((running.finish().code, sleepers(&mark)), (Some(143), 0));
    assert!(asked.elapsed() >= Duration::from_secs(1), "{:?}", asked.elapsed());
    scene.assert_clean();
}

#[test]
fn a_second_ctrl_c_kills_all() {
    let mark = mark(33);
    let scene = scene("again", &format!("trap '' TERM INT; sleep {mark}; sleep {mark}"));
    let running = start(&scene, &["--grace", "1000"]);
    eventually("they sleep", || (sleepers(&mark) == 3).then_some(()));
    running.send(libc::SIGINT);
    eventually("the first is heard", || running.stderr_so_far().contains("stopping").then_some(()));
    running.send(libc::SIGINT);
    assert_eq!((running.finish().code, sleepers(&mark)), (Some(130), 0));
    scene.assert_clean();
}

#[test]
fn a_killed_controller_leaves_nothing_of_three_pods() {
    let mark = mark(34);
    let scene = scene("killed", &format!("trap '' TERM HUP; sleep {mark}"));
    let running = start(&scene, &[]);
    eventually("they sleep", || (sleepers(&mark) == 3).then_some(()));
    running.send(libc::SIGKILL);
    assert_eq!(running.finish().signal, Some(libc::SIGKILL));
    eventually("no process is left", || (sleepers(&mark) == 0).then_some(()));
    eventually("no folder is left", || scene.is_clean().then_some(()));
}

#[test]
fn podman_is_left_with_nothing_either() {
    let Some(podman) = Podman::get() else { return };
    for (signal, code) in [(libc::SIGINT, Some(130)), (libc::SIGKILL, None)] {
        let mut objects =
            hand_on("ptogether", "echo made >file", "test -e file && echo up; sleep 1000", &["a", "b"]);
        images(&mut objects);
        let scene = Scene::new(&objects);
        let arguments = ["--engine", "podman", "--jobs", "2", "--grace", "1"];
        let mut running = crate::podman::start(podman, &scene, &arguments);
        running.says("up\n", 2);
        running.send(signal);
        assert_eq!(running.finish().code, code);
        eventually("nothing is left", || crate::podman::left(podman, "ptogether").is_empty().then_some(()));
    }
}
