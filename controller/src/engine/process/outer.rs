//! Stage one of a container: enters new user, mount and PID namespaces, starts stage two as the first
//! process in there, passes signals on and reports its end as its own.
//!
//! It is this same program, started anew with a hidden argument: a fresh process has one thread, which
//! `unshare` demands of whoever wants a user namespace.

use super::capabilities;
use super::report::Report;
use super::{INNER, exit_code};
use anyhow::{Context, Result};
use nix::sched::{CloneFlags, unshare};
use nix::sys::prctl::set_pdeathsig;
use nix::sys::signal::{SigSet, Signal, kill};
use nix::unistd::{Pid, dup2_stdin};
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitCode};

/// Runs stage one over the socket on stdin. Its exit code is the container's.
pub fn main() -> ExitCode {
    match run() {
        Ok(code) => ExitCode::from(code),
        Err(_) => ExitCode::FAILURE, // said over the socket, where there was still someone to hear it
    }
}

fn run() -> Result<u8> {
    let mut socket = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    // System V IPC is the machine's too, and a step of root's could remove what it finds there.
    let flags = CloneFlags::CLONE_NEWUSER
        | CloneFlags::CLONE_NEWNS
        | CloneFlags::CLONE_NEWPID
        | CloneFlags::CLONE_NEWIPC;
    if let Err(errno) = unshare(flags) {
        Report::Forbidden { what: "new user, mount, PID and IPC namespaces".into(), errno: errno as i32 }
            .send(&socket)?;
        return Ok(1);
    }
    // Only now: a change of credentials, which a new user namespace is, may clear it.
    set_pdeathsig(Signal::SIGKILL)?;
    Report::Unshared.send(&socket)?;
    // One byte once the id maps are written; its absence means that the controller died before the line above.
    socket.read_exact(&mut [0]).context("the controller is gone")?;

    capabilities::pass_on()?;
    let watched = [Signal::SIGCHLD, Signal::SIGTERM, Signal::SIGINT, Signal::SIGHUP];
    let signals: SigSet = watched.into_iter().collect();
    signals.thread_block()?;
    let inner = match Command::new("/proc/self/exe").arg0("controller").arg(INNER).spawn() {
        Ok(child) => child,
        Err(error) => {
            Report::Failed(format!("cannot start the second stage: {error}")).send(&socket)?;
            return Ok(1);
        }
    };
    // The controller reads the end of the socket as "executed": nobody but stage two may hold it.
    dup2_stdin(File::open("/dev/null")?)?;
    drop(socket);
    Ok(wait(inner, &signals)?)
}

/// Waits for the container's first process and hands TERM, INT and HUP on to it.
fn wait(mut inner: Child, signals: &SigSet) -> io::Result<u8> {
    let pid = Pid::from_raw(inner.id().cast_signed());
    loop {
        if let Some(status) = inner.try_wait()? {
            return Ok(exit_code(status));
        }
        match signals.wait()? {
            Signal::SIGCHLD => {}
            // It is not reaped yet, so its id is still its own; that it may have ended meanwhile is no error.
            signal => drop(kill(pid, signal)),
        }
    }
}
