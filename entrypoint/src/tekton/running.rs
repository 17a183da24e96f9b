//! The step while it runs: until it ends, its time is over, or the TaskRun is cancelled.

use std::os::fd::AsFd;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use nix::libc;

use super::cancel::Cancel;
use super::outcome::End;
use crate::supervise::Child;
use crate::wait;

/// When a step has to end.
pub struct Limits {
    /// The moment at which its time is over; `None` for never.
    pub deadline: Option<Instant>,
    /// From TERM to KILL; zero for KILL at once.
    pub grace: Duration,
}

/// Sees `child` to its end. Its whole group gets TERM when it has to stop, and KILL after the grace.
pub fn see_to_the_end(child: &Child, limits: &Limits, cancel: &mut Cancel) -> Result<End> {
    let mut stopped: Option<(End, Option<Instant>)> = None;
    loop {
        let now = Instant::now();
        if stopped.is_none()
            && let Some(end) = must_stop(limits, cancel, now)
        {
            let gently = !limits.grace.is_zero();
            child.send(if gently { libc::SIGTERM } else { libc::SIGKILL });
            stopped = Some((end, gently.then(|| now + limits.grace)));
        }
        if let Some((_, kill)) = &mut stopped
            && kill.is_some_and(|kill| now >= kill)
        {
            child.send(libc::SIGKILL);
            *kill = None;
        }
        let next = if let Some((_, kill)) = &stopped {
            kill.map(|kill| kill - now)
        } else {
            let time = limits.deadline.map(|deadline| deadline.saturating_duration_since(now));
            time.into_iter().chain(cancel.look_again()).min()
        };
        wait::sleep(&[Some(child.as_fd()), cancel.events()], next).context("cannot wait for the step")?;
        cancel.hush();
        if let Some(status) = child.heed()? {
            return Ok(match stopped {
                Some((end, _)) => {
                    // What it has left behind would end with the container, but not everywhere.
                    child.send(libc::SIGKILL);
                    end
                }
                None => end_of(status),
            });
        }
    }
}

fn must_stop(limits: &Limits, cancel: &Cancel, now: Instant) -> Option<End> {
    if cancel.asked() {
        return Some(End::Cancelled);
    }
    limits.deadline.is_some_and(|deadline| now >= deadline).then_some(End::TimedOut)
}

fn end_of(status: ExitStatus) -> End {
    match (status.code(), status.signal()) {
        (Some(code), _) => End::Exited(code),
        (None, signal) => End::Signalled(signal.unwrap_or_default()),
    }
}
