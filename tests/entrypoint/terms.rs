//! Told to stop while it waits, it ends at once and hands the failure on.

use std::time::{Duration, Instant};

use libc::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGSTOP, SIGTERM, SIGUSR1, SIGUSR2};
use tests::{Posted, Tools, median};

#[test]
fn a_waiter_ends_at_once_and_says_so_to_the_next() {
    for signal in [SIGTERM, SIGINT, SIGHUP, SIGQUIT] {
        let mut times = Vec::new();
        for _ in 0..7 {
            let tools = Tools::new();
            let step = tools.step(1).runs(["touch".as_ref(), tools.path("ran").as_os_str()]).start();
            step.settle("it waits", || tools.path("1.lock").exists());
            let sent = Instant::now();
            step.send(signal);
            let end = step.finish();
            times.push(sent.elapsed());
            assert_eq!((end.code, end.signal), (Some(128 + signal), None));
            assert_eq!(tools.posted("1"), Posted::Failed);
            assert!(!tools.path("ran").exists());
        }
        // The backstop look, a second, would show; a busy machine's late wake-ups do not.
        assert!(median(times.clone()) < Duration::from_millis(100), "signal {signal}: {times:?}");
    }
}

#[test]
fn a_waiter_told_at_a_random_moment_always_hands_on() {
    let mut dice = tests::Dice::new();
    for _ in 0..100 {
        let tools = Tools::new();
        let step = tools.step(1).runs(["true"]).start();
        tests::eventually("a sign of life", || tools.path("1.lock").exists().then_some(()));
        std::thread::sleep(dice.shorter(Duration::from_millis(4)));
        step.send(SIGTERM);
        assert_eq!((step.finish().code, tools.posted("1")), (Some(128 + SIGTERM), Posted::Failed));
    }
}

#[test]
fn the_chain_behind_a_stopped_waiter_is_skipped() {
    let tools = Tools::new();
    let steps: Vec<_> = (1..=3).map(|n| tools.step(n).runs(["true"]).start()).collect();
    steps[0].settle("it waits", || tools.path("1.lock").exists());
    steps[0].send(SIGTERM);
    let codes: Vec<_> = steps.into_iter().map(|step| step.finish().code).collect();
    assert_eq!(codes, [Some(143), Some(0), Some(0)]);
    assert_eq!(tools.posted("3"), Posted::Failed);
}

#[test]
fn a_wait_for_a_missing_folder_ends_as_well() {
    let tools = Tools::new();
    let step =
        tests::Step::new().wait_file(tools.path("a/b/W")).post_file(tools.path("P")).runs(["true"]).start();
    step.settle("it waits", || tools.path("P.lock").exists());
    step.send(SIGTERM);
    assert_eq!((step.finish().code, tools.posted("P")), (Some(143), Posted::Failed));
}

#[test]
fn a_waiter_that_was_stopped_and_continued_waits_on() {
    // A frozen node, a debugger: system calls come back interrupted.
    let tools = Tools::new();
    let mut step = tools.step(1).runs(["true"]).start();
    for _ in 0..5 {
        step.settle("it waits", || tools.path("1.lock").exists());
        step.send(SIGSTOP);
        tests::eventually("it stops", || (tests::process(step.pid())?.state == 'T').then_some(()));
        step.send(SIGCONT);
    }
    assert!(step.runs());
    tools.post("0");
    assert_eq!((step.finish().code, tools.posted("1")), (Some(0), Posted::Done));
}

#[test]
fn other_signals_wait_with_it_and_go_to_the_step() {
    for signal in [SIGUSR1, SIGUSR2, 40] {
        let tools = Tools::new();
        let step = tools.step(1).runs(["sleep", "60"]).start();
        step.settle("it waits", || tools.path("1.lock").exists());
        step.send(signal);
        tools.post("0");
        assert_eq!(step.finish().code, Some(128 + signal), "the step died of what was sent before it ran");
    }
}
