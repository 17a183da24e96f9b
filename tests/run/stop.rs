//! Ctrl-C, TERM, KILL, and what is left then: nothing.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};
use tests::{Running, eventually};

use crate::scene::Scene;
use crate::task::scripts;

/// A run of a step that prints `up` and then does `rest`, once it is up; `mark` is in the step's arguments.
fn up(scene: &Scene, arguments: &[&str]) -> Running {
    let mut running = Running::start(scene.command(arguments));
    running.says("up", 1);
    running
}

/// A number of seconds to sleep that no other process on the machine sleeps: the way to find the step again.
pub fn mark(test: u32) -> String {
    format!("{}.{test}", 10_000_000 + std::process::id())
}

pub fn sleepers(mark: &str) -> usize {
    let processes = fs::read_dir("/proc").expect("/proc").flatten();
    processes
        .filter_map(|entry| fs::read(entry.path().join("cmdline")).ok())
        .filter(|line| String::from_utf8_lossy(line).split('\0').eq(["sleep", mark, ""]))
        .count()
}

#[test]
fn a_step_may_clean_up_after_ctrl_c() {
    let scene = Scene::new(&[scripts(&[
        ("a", "trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.1; done"),
        ("b", "echo B"),
    ])]);
    let running = up(&scene, &[]);
    running.send(libc::SIGINT);
    let finished = running.finish();
    assert_eq!(finished.code, Some(130), "{finished:?}");
    let text = String::from_utf8(finished.stdout).unwrap();
    assert!(
        text.contains(" bye\n") && !text.contains(" B\n") && !text.contains("Build successful"),
        "{text}"
    );
    scene.assert_clean();
}

#[test]
fn term_and_hup_end_a_run_too() {
    for (signal, code) in [(libc::SIGTERM, 143), (libc::SIGHUP, 129)] {
        let mark = mark(1);
        let scene = Scene::new(&[scripts(&[("a", &format!("echo up; sleep {mark}"))])]);
        let running = up(&scene, &[]);
        running.send(signal);
        assert_eq!(running.finish().code, Some(code));
        assert_eq!(sleepers(&mark), 0);
        scene.assert_clean();
    }
}

#[test]
fn who_does_not_listen_is_killed_after_the_grace_period() {
    let mark = mark(2);
    let text = format!("trap '' TERM INT; echo up; sleep {mark}; sleep {mark}");
    let scene = Scene::new(&[scripts(&[("a", &text)])]);
    let running = up(&scene, &["--grace", "1"]);
    let asked = Instant::now();
    running.send(libc::SIGTERM);
    assert_eq!(running.finish().code, Some(143));
    assert!(asked.elapsed() >= Duration::from_secs(1), "{:?}", asked.elapsed());
    assert_eq!(sleepers(&mark), 0);
    scene.assert_clean();
}

#[test]
fn a_second_ctrl_c_kills() {
    let mark = mark(3);
    let scene =
        Scene::new(&[scripts(&[("a", &format!("trap '' TERM; echo up; sleep {mark}; sleep {mark}"))])]);
    let running = up(&scene, &["--grace", "1000"]);
    running.send(libc::SIGINT);
    eventually("the first is heard", || running.stderr_so_far().contains("stopping").then_some(()));
    running.send(libc::SIGINT);
    assert_eq!(running.finish().code, Some(130));
    assert_eq!(sleepers(&mark), 0);
    scene.assert_clean();
}

#[test]
fn a_killed_controller_leaves_no_process_and_no_folder() {
    let mark = mark(4);
    let text =
        format!("setsid sh -c 'trap \"\" TERM HUP; sleep {mark}' & trap '' TERM HUP; echo up; sleep {mark}");
    let scene = Scene::new(&[scripts(&[("a", &text)])]);
    let running = up(&scene, &[]);
    eventually("both run", || (sleepers(&mark) == 2).then_some(()));
    running.send(libc::SIGKILL);
    assert_eq!(running.finish().signal, Some(libc::SIGKILL));
    eventually("no process is left", || (sleepers(&mark) == 0).then_some(()));
    eventually("no folder is left", || scene.is_clean().then_some(()));
}

#[test]
fn what_a_step_leaves_running_ends_with_it() {
    let mark = mark(5);
    let finished = crate::scene::run(&[scripts(&[("a", &format!("setsid sleep {mark} & echo left"))])], &[]);
    assert_eq!(finished.code, Some(0), "{finished:?}");
    assert_eq!(sleepers(&mark), 0);
}

#[test]
fn nohup_is_heard() {
    let scene = Scene::new(&[scripts(&[("a", "echo up; sleep 0.5")])]);
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' HUP; exec \"$@\"", "sh"]).arg(crate::scene::installed().join("controller"));
    let mut running = Running::start(scene.of(command, &["--engine", "process"]));
    running.says("up", 1);
    running.send(libc::SIGHUP);
    assert_eq!(running.finish().code, Some(0));
}
