//! A predecessor killed with SIGKILL leaves no file, only a lock that is free: its waiter fails at once, and all
//! behind it end. A predecessor that has not started is never taken for dead.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use libc::{SIGKILL, SIGTERM};
use tests::{Dice, Posted, Running, Step, Tools, children, eventually, median, send};

/// What the issue allows from the kill to the waiter's end.
const NOTICED: Duration = Duration::from_millis(50);

/// The steps `1..=count`, asleep behind a step 0; each would leave the file `ran-N`.
fn waiters(tools: &Tools, count: usize) -> Vec<Running> {
    let start =
        |n| tools.step(n).runs(["touch".as_ref(), tools.path(format!("ran-{n}")).as_os_str()]).start();
    let waiters: Vec<_> = (1..=count).map(start).collect();
    for (waiter, n) in waiters.iter().zip(1..) {
        waiter.settle("it waits", || tools.path(format!("{n}.lock")).exists());
    }
    waiters
}

fn none_ran(tools: &Tools) -> bool {
    !tools.names().iter().any(|name| name.starts_with("ran-"))
}

/// Kills the entrypoint, then the step that it leaves behind.
fn kill(victim: Running) -> Instant {
    let family = children(victim.pid());
    let killed = Instant::now();
    victim.send(SIGKILL);
    assert_eq!(victim.finish().signal, Some(SIGKILL));
    for child in family {
        send(child.pid, SIGKILL);
    }
    killed
}

#[test]
fn the_whole_chain_behind_a_killed_step_ends() {
    let tools = Tools::new();
    let victim = tools.step(0).runs(["sleep", "60"]).start();
    victim.step();
    let waiters = waiters(&tools, 5);
    kill(victim);
    for (waiter, n) in waiters.into_iter().zip(1..) {
        let end = waiter.finish();
        assert_eq!(end.code, Some(i32::from(n == 1)), "only the direct successor fails by itself: {end:?}");
        assert_eq!(tools.posted(n.to_string()), Posted::Failed);
        let named = tools.path((n - 1).to_string());
        assert!(end.complaint().contains(named.to_str().unwrap()), "step {n} says what died: {}", end.stderr);
    }
    assert!(none_ran(&tools));
}

#[test]
fn a_kill_is_noticed_within_50_milliseconds() {
    let mut times = Vec::new();
    for _ in 0..31 {
        let tools = Tools::new();
        let victim = tools.step(0).runs(["sleep", "60"]).start();
        victim.step();
        let waiter = waiters(&tools, 1).remove(0);
        let killed = kill(victim);
        assert_eq!(waiter.finish().code, Some(1));
        times.push(killed.elapsed());
    }
    assert!(median(times.clone()) < NOTICED, "{times:?}");
}

#[test]
fn killed_while_it_waits_itself() {
    let tools = Tools::new();
    let mut waiters = waiters(&tools, 4);
    kill(waiters.remove(0));
    for (waiter, n) in waiters.into_iter().zip(2..) {
        assert_eq!(waiter.finish().code, Some(i32::from(n == 2)));
        assert_eq!(tools.posted(n.to_string()), Posted::Failed);
    }
    assert!(none_ran(&tools));
}

#[test]
fn killed_before_its_successor_starts() {
    let tools = Tools::new();
    let victim = tools.step(0).runs(["sleep", "60"]).start();
    victim.step();
    kill(victim);
    let end = tools.step(1).runs(["touch".as_ref(), tools.path("ran-1").as_os_str()]).finish();
    assert_eq!((end.code, tools.posted("1")), (Some(1), Posted::Failed), "{}", end.stderr);
    assert!(none_ran(&tools));
}

#[test]
fn a_step_that_kills_its_own_entrypoint() {
    let tools = Tools::new();
    let waiter = waiters(&tools, 1).remove(0);
    let end = tools.step(0).runs_shell("kill -KILL $PPID").finish();
    assert_eq!(end.signal, Some(SIGKILL));
    assert_eq!((waiter.finish().code, tools.posted("1")), (Some(1), Posted::Failed));
}

#[test]
fn killed_at_random_moments_the_chain_always_ends() {
    let mut dice = Dice::new();
    let (mut handed_on, mut died, mut unborn) = (0, 0, 0);
    for round in 0..300 {
        let tools = Tools::new();
        // Half of the successors sleep already, half come upon what is left.
        let early = (round % 2 == 0).then(|| waiters(&tools, 2));
        let victim = tools.step(0).runs(["sleep", "0.01"]).start();
        let moment = Instant::now() + dice.shorter(Duration::from_millis(18));
        eventually("the moment", || (Instant::now() >= moment).then_some(()));
        victim.send(SIGKILL);
        victim.finish();
        let locked = tools.path("0.lock").exists();
        let chain = early.unwrap_or_else(|| {
            (1..=2)
                .map(|n| tools.step(n).runs(["touch".as_ref(), ran(&tools, n).as_os_str()]).start())
                .collect()
        });
        if !locked {
            // Nothing was ever seen of it: it counts as not started, and only TERM ends the wait.
            eventually("it waits", || tools.path("1.lock").exists().then_some(()));
            chain[0].send(SIGTERM);
        }
        let codes: Vec<_> = chain.into_iter().map(|step| step.finish().code).collect();
        let rans = [ran(&tools, 1).exists(), ran(&tools, 2).exists()];
        match tools.posted("0") {
            Posted::Done => {
                handed_on += 1;
                assert_eq!((&codes[..], rans), (&[Some(0); 2][..], [true; 2]), "round {round}");
            }
            Posted::Nothing => {
                let code = if locked { 1 } else { 128 + SIGTERM };
                if locked {
                    died += 1;
                } else {
                    unborn += 1;
                }
                assert_eq!((&codes[..], rans), (&[Some(code), Some(0)][..], [false; 2]), "round {round}");
            }
            other => panic!("round {round}: {other:?}"),
        }
    }
    println!("{handed_on} handed on, {died} died with the lock, {unborn} before it");
    assert!(died > 30, "too few kills hit: {handed_on} handed on, {died} died, {unborn} unborn");
}

fn ran(tools: &Tools, n: usize) -> std::path::PathBuf {
    tools.path(format!("ran-{n}"))
}

#[test]
fn a_predecessor_that_is_not_there_yet_is_not_dead() {
    let tools = Tools::new();
    let mut waiter = waiters(&tools, 1).remove(0);
    // Past the backstop look, twice: what is to be seen here is that nothing happens.
    std::thread::sleep(Duration::from_millis(2500));
    assert!(waiter.runs() && tools.posted("1") == Posted::Nothing);
    assert_eq!(tools.step(0).runs(["true"]).finish().code, Some(0));
    assert_eq!(waiter.finish().code, Some(0));
    assert!(Path::exists(&tools.path("ran-1")));
}

#[test]
fn a_slow_predecessor_is_not_dead() {
    let tools = Tools::new();
    let mut waiter = waiters(&tools, 1).remove(0);
    let slow = tools.step(0).runs(["sleep", "2.5"]).start();
    slow.step();
    assert!(waiter.runs());
    assert_eq!(slow.finish().code, Some(0));
    assert_eq!(waiter.finish().code, Some(0));
}

#[test]
fn a_stranger_without_locks_hands_on_to_us() {
    // Tekton's own entrypoint, or a person with touch.
    let tools = Tools::new();
    let waiter = waiters(&tools, 1).remove(0);
    fs::write(tools.path("0"), "").unwrap();
    assert_eq!(waiter.finish().code, Some(0));
    assert_eq!(Step::new().wait_file(tools.path("1")).finish().code, Some(0));
}
