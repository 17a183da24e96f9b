//! The step while it runs: pass signals to it, reap what dies, take its exit code.

use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::process::ExitStatusExt;
use std::process::{self, ExitStatus};

use anyhow::{Context, Result};
use nix::errno::Errno;
use nix::libc;
use nix::sys::signalfd::SignalFd;
use nix::unistd::Pid;

use crate::signals::Signals;
use crate::spawn::{Program, Start};
use crate::starter::Starter;

/// The pid of the process that the kernel gives orphans to.
const INIT: u32 = 1;

/// The shells' way to put a signal into an exit code.
const SIGNALLED: u8 = 128;

/// A step that is ready to run.
pub struct Step {
    starter: Starter,
    incoming: SignalFd,
}

/// A step that runs.
pub struct Child {
    pid: Pid,
    incoming: SignalFd,
}

impl Step {
    /// Prepares to run `program`, so that its turn finds nothing left to do but to start it; see [`Starter::new`] for
    /// `vetoed`.
    pub fn prepare(program: Program, signals: &Signals, vetoed: fn() -> bool) -> Result<Self> {
        // Orphans of the step come to init, which this process is in a container. Elsewhere it asks for them;
        // without (on kernels before 3.4) it can only not reap them.
        if process::id() != INIT {
            let _ = nix::sys::prctl::set_child_subreaper(true);
        }
        let incoming = signals.all().context("cannot read signals")?;
        let start = Start::prepare(program, signals.before())?;
        Ok(Self { starter: Starter::new(start, signals, vetoed), incoming })
    }

    /// For who may hear of the turn before this thread.
    pub fn starter(&self) -> &Starter {
        &self.starter
    }

    /// Starts it, unless it has been. The error is the kernel's answer to executing the command.
    pub fn start(self) -> Result<Child, Errno> {
        let pid = self.starter.start()?;
        Ok(Child { pid, incoming: self.incoming })
    }
}

impl Child {
    /// Heeds the next signal if there is one: passes it to the step, or takes in who died. Gives the step's status once
    /// that has ended.
    pub fn heed(&self) -> Result<Option<ExitStatus>> {
        let Some(signal) = self.incoming.read_signal().context("cannot read signals")? else {
            return Ok(None);
        };
        match signal.ssi_signo.cast_signed() {
            libc::SIGCHLD => return Ok(reap(self.pid)),
            // Go's runtime sends it to itself to switch goroutines; from outside it means nothing either.
            libc::SIGURG => {}
            signal => self.send(signal),
        }
        Ok(None)
    }

    /// Sends `signal` to the step's whole process group. That the group may be gone already is no error.
    pub fn send(&self, signal: i32) {
        // nix's kill has no word for real-time signals.
        // SAFETY: kill takes no memory; the group is one that spawn made.
        #[allow(unsafe_code)]
        unsafe {
            libc::kill(-self.pid.as_raw(), signal);
        }
    }
}

impl AsFd for Child {
    /// Readable when there is a signal to [`Child::heed`].
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.incoming.as_fd()
    }
}

/// The exit code that says that `signal` ended a process.
pub fn code_of_signal(signal: i32) -> u8 {
    u8::try_from(signal).map_or(u8::MAX, |signal| SIGNALLED.saturating_add(signal))
}

/// The exit code that says how a process ended.
pub fn code_of(status: ExitStatus) -> u8 {
    match (status.code(), status.signal()) {
        (Some(code), _) => u8::try_from(code).unwrap_or(u8::MAX),
        (None, signal) => code_of_signal(signal.unwrap_or_default()),
    }
}

/// Reaps whatever has died, and gives the status of `child` if it was among them. One SIGCHLD may stand for
/// many deaths.
fn reap(child: Pid) -> Option<ExitStatus> {
    let mut end = None;
    loop {
        let mut status = 0;
        // nix's waitpid has no word for real-time signals and would lose who died of one.
        // SAFETY: status is a valid place for an int for the length of the call.
        #[allow(unsafe_code)]
        let pid = unsafe { libc::waitpid(-1, &raw mut status, libc::WNOHANG) };
        if pid <= 0 {
            return end;
        }
        if pid == child.as_raw() {
            end = Some(ExitStatus::from_raw(status));
        }
    }
}
