//! Events that never come: the look of every second finds what they would have told of.

use std::time::{Duration, Instant};

use tests::{Posted, Running, Step, strace};

use super::{JOURNAL, judge};
use crate::pod::Pod;

/// A look, and what a busy machine makes of it.
const LOOKED: Duration = Duration::from_secs(10);

/// Kernels without events, and mounts that take a watch and tell nothing: 9p, virtiofs, NFS.
const LOST: [&str; 3] = [
    "inject=inotify_init1:error=ENOSYS",
    "inject=inotify_add_watch:error=ENOSPC",
    "inject=inotify_add_watch:retval=1",
];

fn without_events(step: Step, inject: &str) -> Option<Step> {
    Some(step.under(strace(&["-o", "/dev/null", "-e", inject])?))
}

fn waits(pod: &Pod, n: usize, step: Step) -> Running {
    let step = step.runs_shell(&format!("echo {n} >> /tekton/{JOURNAL}")).start();
    tests::eventually("it waits", || pod.path(format!("run/{n}/out.lock")).exists().then_some(()));
    step
}

#[test]
fn a_chain_goes_on() {
    for inject in LOST {
        let Some(pod) = Pod::new() else { return };
        let Some(steps) = [2, 1, 0]
            .map(|n| Some((n, without_events(pod.step(n), inject)?)))
            .into_iter()
            .collect::<Option<Vec<_>>>()
        else {
            return;
        };
        let running: Vec<_> = steps.into_iter().map(|(n, step)| waits(&pod, n, step)).collect();
        assert!(running.into_iter().all(|step| step.finish().code == Some(0)), "{inject}");
        judge(&pod.read(JOURNAL), 3);
    }
}

#[test]
fn what_another_kernel_posts_is_found() {
    for inject in LOST {
        for (file, code, posted) in [("run/0/out", 0, Posted::Done), ("run/0/out.err", 1, Posted::Failed)] {
            let Some(pod) = Pod::new() else { return };
            let Some(step) = without_events(pod.step(1), inject) else { return };
            let step = waits(&pod, 1, step);
            let posted_at = Instant::now();
            pod.write(file, "");
            assert_eq!((step.finish().code, pod.posted(1)), (Some(code), posted), "{inject}");
            assert!(posted_at.elapsed() < LOOKED, "{inject}: {:?}", posted_at.elapsed());
        }
    }
}

#[test]
fn a_death_is_heard_of_without_them() {
    let Some(pod) = Pod::new() else { return };
    let victim = pod.started(pod.step(0));
    let Some(step) = without_events(pod.step(1), LOST[2]) else { return };
    let step = waits(&pod, 1, step);
    drop(victim);
    assert_eq!((step.finish().code, pod.posted(1)), (Some(1), Posted::Failed));
}
