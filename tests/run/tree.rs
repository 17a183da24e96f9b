//! The live tree on a terminal.

use std::fs;
use tests::{Running, able, eventually};

use crate::pipeline::{Task, pipeline, task};
use crate::scene::Scene;
use crate::screen::{Screen, on_a_terminal};

/// Names of tasks that are there as long as the program is.
fn names(count: usize) -> Vec<&'static str> {
    (0..count).map(|number| &*Box::leak(format!("task-{number:02}").into_boxed_str())).collect()
}

fn is_able() -> bool {
    able("script(1)", &["script", "--quiet", "--command", "true", "/dev/null"])
}

#[test]
fn more_tasks_than_lines_do_not_break_it() {
    if !is_able() {
        return;
    }
    let shared = tempfile::tempdir().unwrap();
    let text = "for i in 1 2 3; do echo line $i; sleep 0.2; done";
    let tasks: Vec<Task> = names(30).into_iter().map(|name| task(name, text, &[])).collect();
    let scene = Scene::new(&pipeline("wide", &tasks, shared.path()));
    let (rows, columns) = (12, 50);
    let finished = Running::start(on_a_terminal(&scene.command(&["--jobs", "6"]), rows, columns)).finish();
    let text = String::from_utf8(finished.stdout).unwrap();
    assert_eq!(finished.code, Some(0), "{text}");
    assert!(
        text.contains("… and ") && text.contains(" waiting"),
        "the tree counts what it has no room for: {text}"
    );
    let lines = Screen::of(&text, rows, columns).lines();
    for name in names(30) {
        let prefix = format!("[{name} : s]");
        let own: Vec<_> = lines.iter().filter_map(|line| line.strip_prefix(&prefix)).map(str::trim).collect();
        assert_eq!(own, ["line 1", "line 2", "line 3"], "{name}: {lines:#?}");
        let rows = lines.iter().filter(|line| line.starts_with(name));
        assert_eq!(rows.count(), 1, "one row of the table: {lines:#?}");
    }
    let marks = ['✔', '✘', '·', '…', '■'];
    assert!(
        !lines.iter().any(|line| line.starts_with(|char| marks.contains(&char))),
        "the tree is gone: {lines:#?}"
    );
    scene.assert_clean();
}

#[test]
fn it_shows_what_waits_runs_and_has_ended() {
    if !is_able() {
        return;
    }
    let shared = tempfile::tempdir().unwrap();
    let wait = "until test -e /shared/go; do sleep 0.05; done";
    let tasks = [
        task("good", "true", &[]),
        task("bad", "exit 3", &["good"]),
        task("slow", wait, &["good"]),
        task("behind", "true", &["bad", "slow"]),
    ];
    let scene = Scene::new(&pipeline("seen", &tasks, shared.path()));
    let (rows, columns) = (40, 80);
    let running = Running::start(on_a_terminal(&scene.command(&["--jobs", "2"]), rows, columns));
    let expected = ["✔ good", "✘ bad", "  ✘ s", "· behind"];
    eventually("all of it is seen", || {
        let text = String::from_utf8_lossy(&running.stdout_so_far()).into_owned();
        let last = text.rfind('\u{1b}').unwrap_or(0);
        let is_whole = text[last..].contains(|char: char| char.is_ascii_alphabetic());
        let text = if is_whole { text.as_str() } else { &text[..last] };
        let lines = Screen::of(text, rows, columns).lines();
        let is_there = |start: &&str| lines.iter().any(|line| line.starts_with(*start));
        let is_slow = |line: &String| line.contains(" slow ") && line.ends_with("s (1 of 1)");
        (expected.iter().all(is_there) && lines.iter().any(is_slow)).then_some(())
    });
    fs::write(shared.path().join("go"), "").unwrap();
    assert_eq!(running.finish().code, Some(3));
}
