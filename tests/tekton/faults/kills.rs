//! KILL for any process of a chain at any moment.

use std::env;
use std::thread::sleep;
use std::time::{Duration, Instant};

use libc::{SIGKILL, SIGTERM};
use tests::{Dice, Finished, Posted, Running, children, eventually, send};

use super::{JOURNAL, judge};
use crate::pod::Pod;

const STEPS: usize = 4;
/// A chain takes about as long as this on a quiet machine, so that every part of it is hit.
const CHAIN: Duration = Duration::from_millis(80);
/// And a step as long as this.
const RUN: Duration = Duration::from_millis(12);
/// From the kill to the end of all: a backstop look each for those behind it, on a busy machine.
const BOUND: Duration = Duration::from_secs(20);

/// How many rounds: `TESTS_ROUNDS`, or what is bearable in a suite.
fn rounds() -> u64 {
    env::var("TESTS_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(60)
}

/// Step `n`, with a process of its own and one of that one's.
fn step(pod: &Pod, n: usize) -> Running {
    let script = format!("echo {n} >> /tekton/{JOURNAL}; sh -c 'sleep 0.01' & sleep 0.01; wait $!");
    pod.step(n).args(["-timeout=1h"]).runs_shell(&script).start()
}

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

fn is_locked(pod: &Pod, n: usize) -> bool {
    pod.path(format!("run/{n}/out.lock")).exists()
}

#[test]
fn any_process_at_any_moment() {
    let mut dice = Dice::new();
    let mut hits = [0; 3];
    for round in 0..rounds() {
        let Some(pod) = Pod::new() else { return };
        let mut order: Vec<_> = (0..STEPS).collect();
        dice.shuffle(&mut order);
        let mut steps: Vec<Option<Running>> = (0..STEPS).map(|_| None).collect();
        for n in order {
            steps[n] = Some(step(&pod, n));
        }
        let steps: Vec<Running> = steps.into_iter().flatten().collect();
        // In every other round the moment is one of the chain's, else it may be one of the start too.
        if round % 2 == 0 {
            eventually("all have started", || (0..STEPS).all(|n| is_locked(&pod, n)).then_some(()));
        }
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
        send(family[member], SIGKILL);
        if member == 0 {
            // The rest of a container goes with its first process.
            family[1..].iter().for_each(|&pid| send(pid, SIGKILL));
        }
        hits[member.min(2)] += 1;
        let ends = ends(&pod, steps);
        let took = killed.elapsed();

        let posted: Vec<_> = (0..STEPS).map(|n| pod.posted(n)).collect();
        let done = posted.iter().take_while(|posted| **posted == Posted::Done).count();
        let what = format!("round {round}, step {victim}, process {member}: {posted:?}, {ends:?}");
        assert!(took < BOUND, "{took:?}: {what}");
        assert!(
            posted[done..].iter().all(|posted| *posted != Posted::Done && *posted != Posted::Both),
            "{what}"
        );
        for (end, posted) in ends.iter().zip(&posted) {
            // One that was killed behind its post is done all the same.
            assert!(*posted != Posted::Done || matches!(end.code, Some(0) | None), "{what}");
            assert!(
                *posted != Posted::Nothing || end.signal == Some(SIGKILL),
                "only the killed say nothing: {what}"
            );
        }
        judge(&pod.read(JOURNAL), done);
    }
    println!("killed: {} entrypoints, {} of their processes, {} of those'", hits[0], hits[1], hits[2]);
}

/// Waits for all of `steps`. One that was killed before it could be seen counts as not started, which is for the kubelet
/// to tell: TERM for those that wait for it.
fn ends(pod: &Pod, steps: Vec<Running>) -> Vec<Finished> {
    let mut ends: Vec<Finished> = Vec::new();
    for (n, step) in steps.into_iter().enumerate() {
        let unseen = n > 0 && ends[n - 1].signal == Some(SIGKILL) && !is_locked(pod, n - 1);
        if unseen {
            eventually("it waits", || is_locked(pod, n).then_some(()));
            step.send(SIGTERM);
        }
        ends.push(step.finish());
    }
    ends
}
