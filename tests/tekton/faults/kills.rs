//! KILL for any process of a chain at any moment.

use std::thread::sleep;
use std::time::{Duration, Instant};

use libc::{SIGKILL, SIGSTOP};
use tests::{Dice, Posted, children, eventually, process, rounds, send};

use super::chain::{self, STEPS, is_locked};
use super::{BOUND, CHAIN, JOURNAL};
use crate::pod::Pod;

/// A step takes about as long as this on a quiet machine.
const RUN: Duration = Duration::from_millis(12);

/// The processes of a step, its entrypoint first.
fn family(entrypoint: u32) -> Vec<u32> {
    let mut all = vec![entrypoint];
    let mut next = 0;
    while let Some(&pid) = all.get(next) {
        all.extend(children(pid).iter().map(|child| child.pid));
        next += 1;
    }
    all
}

/// Kills an entrypoint, and with it the rest of its step: a container goes with its first process. It is stopped before,
/// so that it starts nothing more.
fn kill_container(entrypoint: u32) {
    send(entrypoint, SIGSTOP);
    eventually("it has stopped, or ended", || {
        process(entrypoint).is_none_or(|process| matches!(process.state, 'T' | 'Z')).then_some(())
    });
    for pid in family(entrypoint) {
        send(pid, SIGKILL);
    }
}

#[test]
fn any_process_at_any_moment() {
    let mut dice = Dice::new();
    let mut hits = [0; 3];
    for round in 0..rounds(40) {
        let Some(pod) = Pod::new() else { return };
        // In every other round the moment is one of the chain's, else it may be one of the start too.
        let steps = chain::start(&pod, &mut dice, round % 2 == 0);
        let victim = usize::try_from(dice.below(STEPS as u64)).unwrap();
        let wanted = usize::try_from(dice.below(3)).unwrap();
        let entrypoint = steps[victim].pid();
        if wanted == 0 {
            sleep(dice.shorter(CHAIN));
        } else {
            // The step itself runs for a moment only.
            let over = || pod.posted(victim) != Posted::Nothing;
            let there = || is_locked(&pod, victim) && family(entrypoint).len() > wanted;
            eventually("the step runs, or has run", || (there() || over()).then_some(()));
            sleep(dice.shorter(RUN));
        }
        // Without a lock it may still be the scene that is being set.
        let family = if is_locked(&pod, victim) { family(entrypoint) } else { vec![entrypoint] };
        let member = wanted.min(family.len() - 1);
        let killed = Instant::now();
        if member == 0 {
            kill_container(entrypoint);
        } else {
            send(family[member], SIGKILL);
        }
        hits[member.min(2)] += 1;
        let ends = chain::ends(&pod, steps);
        let took = killed.elapsed();
        let what = format!("round {round}, step {victim}, process {member}, {took:?}");
        assert!(took < BOUND, "{what}: {ends:?}");
        chain::hold(&pod, &ends, &what);
    }
    println!("killed: {} entrypoints, {} of their processes, {} of those'", hits[0], hits[1], hits[2]);
}

#[test]
fn a_container_that_is_started_again_runs_what_has_not_ended() {
    let mut dice = Dice::new();
    for round in 0..rounds(20) {
        let Some(pod) = Pod::new() else { return };
        let step = chain::step(&pod, 0);
        eventually("it lives", || is_locked(&pod, 0).then_some(()));
        sleep(dice.shorter(RUN * 2));
        kill_container(step.pid());
        step.finish();
        let (posted, ran) = (pod.posted(0), pod.read(JOURNAL).lines().count());
        let again = chain::step(&pod, 0).finish();
        assert_eq!((again.code, pod.posted(0)), (Some(0), Posted::Done), "round {round}: {again:?}");
        let more = usize::from(posted == Posted::Nothing);
        assert_eq!(pod.read(JOURNAL).lines().count(), ran + more, "round {round}: {posted:?}");
    }
}
