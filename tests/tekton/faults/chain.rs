//! A chain of steps for the rounds, started in any order, and what has to hold of its end.

use libc::{SIGKILL, SIGTERM};
use tests::{Dice, Finished, Posted, Running, eventually};

use super::{JOURNAL, judge};
use crate::pod::Pod;

pub const STEPS: usize = 4;

/// Step `n`, with a process of its own and one of that one's.
pub fn step(pod: &Pod, n: usize) -> Running {
    let script = format!("echo {n} >> /tekton/{JOURNAL}; sh -c 'sleep 0.01' & sleep 0.01; wait $!");
    pod.step(n).args(["-timeout=1h"]).runs_shell(&script).start()
}

/// All steps, started in an order of chance; `settled` says to wait until each shows that it lives.
pub fn start(pod: &Pod, dice: &mut Dice, settled: bool) -> Vec<Running> {
    let mut order: Vec<_> = (0..STEPS).collect();
    dice.shuffle(&mut order);
    let mut steps: Vec<Option<Running>> = (0..STEPS).map(|_| None).collect();
    for n in order {
        steps[n] = Some(step(pod, n));
    }
    if settled {
        eventually("all have started", || (0..STEPS).all(|n| is_locked(pod, n)).then_some(()));
    }
    steps.into_iter().flatten().collect()
}

/// Whether step `n` has shown that it lives.
pub fn is_locked(pod: &Pod, n: usize) -> bool {
    pod.path(format!("run/{n}/out.lock")).exists()
}

/// Waits for all of `steps`. One that ended before it could be seen counts as not started, which is for the kubelet to tell:
/// TERM for those that wait for it.
pub fn ends(pod: &Pod, steps: Vec<Running>) -> Vec<Finished> {
    let mut ends: Vec<Finished> = Vec::new();
    for (n, step) in steps.into_iter().enumerate() {
        let unseen = n > 0 && ends[n - 1].signal.is_some() && !is_locked(pod, n - 1);
        if unseen {
            eventually("it waits, or has ended", || {
                (is_locked(pod, n) || tests::process(step.pid()).is_none_or(|step| step.state == 'Z'))
                    .then_some(())
            });
            step.send(SIGTERM);
        }
        ends.push(step.finish());
    }
    ends
}

/// Holds what `ends` and the files say against each other: those that are done come first, and no one behind them ran.
pub fn hold(pod: &Pod, ends: &[Finished], what: &str) {
    let posted: Vec<_> = (0..STEPS).map(|n| pod.posted(n)).collect();
    let done = posted.iter().take_while(|posted| **posted == Posted::Done).count();
    let what = format!("{what}: {posted:?}, {ends:?}");
    assert!(posted[done..].iter().all(|posted| *posted != Posted::Done && *posted != Posted::Both), "{what}");
    for (n, (end, posted)) in ends.iter().zip(&posted).enumerate() {
        // One that was killed behind its post is done all the same.
        assert!(*posted != Posted::Done || matches!(end.code, Some(0) | None), "{what}");
        let unseen = end.signal.is_some() && !is_locked(pod, n);
        let says_nothing = *posted == Posted::Nothing;
        assert!(
            !says_nothing || unseen || end.signal == Some(SIGKILL),
            "only the killed say nothing: {what}"
        );
    }
    judge(&pod.read(JOURNAL), done);
}
