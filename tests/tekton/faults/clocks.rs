//! Clocks that jump: nothing here waits for a time of day, and no two steps compare their clocks.

use std::time::{Duration, Instant};

use tests::{Posted, able, strace};

use crate::pod::Pod;

/// The calls by which a process sleeps for a time, or until one.
const SLEEPS: &str = "trace=poll,ppoll,select,pselect6,epoll_wait,epoll_pwait,futex,nanosleep,clock_nanosleep,\
                      timerfd_create,timerfd_settime,timer_create,setitimer,alarm,rt_sigtimedwait";

#[test]
fn no_wait_is_for_a_time_of_day() {
    let Some(pod) = Pod::new() else { return };
    pod.write("downward/cancel", "");
    let trace = pod.path("trace").display().to_string();
    let Some(strace) = strace(&["-o", &trace, "-e", SLEEPS]) else { return };
    let step = pod.step(1).args(["-timeout=1500ms"]).runs(["tail", "-f", "/dev/null"]).under(&strace).start();
    std::thread::sleep(Duration::from_millis(1200));
    pod.write("run/0/out", "");
    let end = step.finish();
    assert_eq!((end.code, pod.posted(1)), (Some(1), Posted::Failed), "{}", end.stderr);
    let calls = pod.read("trace");
    assert!(calls.contains("poll("), "it waits by what is looked for here: {calls}");
    for call in calls.lines() {
        // What is relative, or of the clock that only goes on, a step of the time of day does not move.
        let of_day = call.contains("CLOCK_REALTIME");
        let absolute =
            call.contains("TIMER_ABSTIME") || call.contains("FUTEX_CLOCK_REALTIME") || call.contains("timer");
        assert!(!(of_day && absolute), "{call}");
    }
}

#[test]
fn steps_with_other_clocks_hand_on() {
    // What a container that was checkpointed and moved has: clocks that started at another time.
    let ahead = ["unshare", "--time", "--monotonic", "1000000", "--boottime", "1000000", "--fork"];
    if !able("time namespaces", &[&ahead[..], &["true"]].concat()) {
        return;
    }
    let Some(pod) = Pod::new() else { return };
    let start = Instant::now();
    let last = pod.step(2).runs(["true"]).start();
    let other = pod.step(1).args(["-timeout=1h"]).runs_shell("sleep 0.3").under(ahead).start();
    let first = pod.step(0).runs(["true"]).start();
    assert_eq!([first, other, last].map(|step| step.finish().code), [Some(0); 3]);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn a_time_that_is_over_at_once_and_one_that_never_is() {
    for (timeout, code) in [("1ns", 1), ("2562047h47m16.854775807s", 0)] {
        let Some(pod) = Pod::new() else { return };
        let end = pod.step(0).args(["-timeout", timeout]).runs(["sleep", "0.2"]).finish();
        assert_eq!(end.code, Some(code), "{timeout}: {}", end.stderr);
    }
}
