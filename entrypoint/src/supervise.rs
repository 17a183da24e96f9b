//! The step while it runs: pass signals to it, reap what dies, take its exit code.

use std::ffi::OsString;
use std::os::unix::process::ExitStatusExt;
use std::process::{self, ExitStatus};

use anyhow::{Context, Result};
use nix::libc;
use nix::sys::signalfd::SignalFd;
use nix::unistd::Pid;

use crate::explain;
use crate::say::say;
use crate::signals::Signals;
use crate::spawn::Start;

/// The pid of the process that the kernel gives orphans to.
const INIT: u32 = 1;

/// The shells' way to put a signal into an exit code.
const SIGNALLED: u8 = 128;

/// A step that is ready to run.
pub struct Step<'a> {
    command: &'a OsString,
    start: Start,
    signals: &'a Signals,
    incoming: SignalFd,
}

impl<'a> Step<'a> {
    /// Prepares to run `words`, a command and its arguments, so that its turn finds nothing left to do but
    /// to start it. `None` when there is nothing to run.
    pub fn prepare(words: &'a [OsString], signals: &'a Signals) -> Result<Option<Self>> {
        let Some(command) = words.first() else { return Ok(None) };
        // Orphans of the step come to init, which this process is in a container. Elsewhere it asks for them;
        // without (on kernels before 3.4) it can only not reap them.
        if process::id() != INIT {
            let _ = nix::sys::prctl::set_child_subreaper(true);
        }
        let incoming = signals.all().context("cannot read signals")?;
        Ok(Some(Self { command, start: Start::prepare(words, signals.before())?, signals, incoming }))
    }

    /// Runs the step to its end and gives its exit code: its own, 128+n when signal n killed it, 127 when it
    /// was not found, 126 when it could not be executed.
    pub fn run(self) -> Result<u8> {
        let started = self.start.start();
        self.signals.block_again().context("cannot block signals")?;
        let child = match started {
            Ok(child) => child,
            Err(errno) => {
                let why = explain::explain(self.command, errno);
                say(format_args!("{why}"));
                return Ok(why.code());
            }
        };
        loop {
            let Some(signal) = self.incoming.read_signal().context("cannot read signals")? else { continue };
            match signal.ssi_signo.cast_signed() {
                libc::SIGCHLD => {
                    if let Some(status) = reap(child) {
                        return Ok(code_of(status));
                    }
                }
                // Go's runtime sends it to itself to switch goroutines; from outside it means nothing either.
                libc::SIGURG => {}
                signal => forward(signal, child),
            }
        }
    }
}

/// The exit code that says that `signal` ended a process.
pub fn code_of_signal(signal: i32) -> u8 {
    u8::try_from(signal).map_or(u8::MAX, |signal| SIGNALLED.saturating_add(signal))
}

fn code_of(status: ExitStatus) -> u8 {
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

/// Passes `signal` to the step's whole process group. That the group may be gone already is no error.
fn forward(signal: i32, child: Pid) {
    // nix's kill has no word for real-time signals.
    // SAFETY: kill takes no memory; the group is one that spawn made.
    #[allow(unsafe_code)]
    unsafe {
        libc::kill(-child.as_raw(), signal);
    }
}
