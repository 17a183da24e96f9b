//! The wait file appears at any moment around the start. A look before the watch, or a watch that misses a way
//! to make a file, would be saved by the backstop only, a second later: that is what would show here.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use tests::{Dice, Posted, Running, Tools, eventually, median};

/// Near enough to the backstop of one second to have been saved by it.
const SAVED: Duration = Duration::from_millis(900);

/// A way to make the second path, if need be from the first, which exists.
type Make = fn(&Path, &Path);

/// From now to the end of `step`, which must be a good one.
fn time(tools: &Tools, step: Running) -> Duration {
    let start = Instant::now();
    let end = step.finish();
    assert_eq!((end.code, tools.posted("1")), (Some(0), Posted::Done), "{}", end.stderr);
    start.elapsed()
}

#[test]
fn a_wait_file_between_the_look_and_the_watch_is_seen() {
    let mut dice = Dice::new();
    let mut times = Vec::new();
    for _ in 0..400 {
        let tools = Tools::new();
        let step = tools.step(1).runs(["true"]).start();
        let moment = Instant::now() + dice.shorter(Duration::from_millis(4));
        while Instant::now() < moment {
            std::hint::spin_loop();
        }
        tools.post("0");
        times.push(time(&tools, step));
    }
    let saved = times.iter().filter(|&&time| time > SAVED).count();
    assert!(median(times) < Duration::from_millis(50));
    // A machine may stall for a second; a hole between look and watch would be hit far more often.
    assert!(saved <= 4, "{saved} of 400 rounds took the backstop");
}

#[test]
fn every_way_to_make_the_wait_file_wakes_the_waiter() {
    fn create(_: &Path, to: &Path) {
        fs::write(to, "").unwrap();
    }
    fn rename(from: &Path, to: &Path) {
        fs::rename(from, to).unwrap();
    }
    fn link(from: &Path, to: &Path) {
        fs::hard_link(from, to).unwrap();
    }
    fn symlink(from: &Path, to: &Path) {
        std::os::unix::fs::symlink(from, to).unwrap();
    }
    fn folder(_: &Path, to: &Path) {
        fs::create_dir(to).unwrap();
    }
    let ways: [(&str, Make); 5] =
        [("create", create), ("rename", rename), ("link", link), ("symlink", symlink), ("folder", folder)];
    for (name, make) in ways {
        let mut times = Vec::new();
        for _ in 0..5 {
            let tools = Tools::new();
            tools.post("other");
            let step = tools.step(1).runs(["true"]).start();
            step.settle("it waits", || tools.path("1.lock").exists());
            make(&tools.path("other"), &tools.path("0"));
            times.push(time(&tools, step));
        }
        assert!(median(times.clone()) < Duration::from_millis(250), "{name}: {times:?}");
    }
}

#[test]
fn a_failure_file_wakes_the_waiter_as_fast() {
    let mut times = Vec::new();
    for _ in 0..7 {
        let tools = Tools::new();
        let step = tools.step(1).runs(["true"]).start();
        step.settle("it waits", || tools.path("1.lock").exists());
        let start = Instant::now();
        tools.post("0.err");
        assert_eq!(step.finish().code, Some(0));
        times.push(start.elapsed());
    }
    assert!(median(times.clone()) < Duration::from_millis(250), "{times:?}");
}

#[test]
fn a_wait_file_beside_a_held_lock_is_seen_as_fast() {
    // Somebody else posts, while the step before lives on: its end is not what to wait for.
    let mut times = Vec::new();
    for early in [true, false, true, false, true, false, true] {
        let tools = Tools::new();
        let alive = tools.step(0).runs(["sleep", "60"]).start();
        alive.step();
        let step = tools.step(1).runs(["true"]).start();
        step.settle("it waits", || tools.path("1.lock").exists());
        if !early {
            std::thread::sleep(Duration::from_millis(100));
        }
        tools.post("0");
        times.push(time(&tools, step));
    }
    assert!(median(times.clone()) < Duration::from_millis(250), "{times:?}");
}

#[test]
fn many_waiters_on_one_file_all_go() {
    let tools = Tools::new();
    let step = |n: usize| tests::Step::new().wait_file(tools.path("W")).post_file(tools.path(n.to_string()));
    let steps: Vec<_> = (0..20).map(|n| step(n).runs(["true"]).start()).collect();
    eventually("all wait", || (0..20).all(|n| tools.path(format!("{n}.lock")).exists()).then_some(()));
    tools.post("W");
    assert!(steps.into_iter().all(|step| step.finish().code == Some(0)));
}
