//! Which signals this process takes, and when.

use nix::sys::signal::{SigHandler, SigSet, SigmaskHow, Signal, sigprocmask};
use nix::sys::signalfd::{SfdFlags, SignalFd};

/// What the kernel raises for a fault of this very process: blocked, they would leave it spinning.
const KERNEL_RAISED: [Signal; 7] = [
    Signal::SIGSEGV,
    Signal::SIGBUS,
    Signal::SIGFPE,
    Signal::SIGILL,
    Signal::SIGTRAP,
    Signal::SIGABRT,
    Signal::SIGSYS,
];

/// What ends a process that waits. All others stay pending until the step runs, which then gets them.
const ENDING: [Signal; 4] = [Signal::SIGTERM, Signal::SIGINT, Signal::SIGHUP, Signal::SIGQUIT];

/// All signals that can be blocked, blocked, to be read from descriptors.
pub struct Signals {
    before: SigSet,
    blocked: SigSet,
}

impl Signals {
    /// Blocks them for this thread and all that it starts.
    pub fn block() -> nix::Result<Self> {
        // A parent that ignores SIGCHLD hands that on, and then there would be no children to wait for.
        // SAFETY: the default disposition is no handler, so no code of ours runs in a signal's context.
        #[allow(unsafe_code)]
        unsafe { nix::sys::signal::signal(Signal::SIGCHLD, SigHandler::SigDfl) }?;
        let mut blocked = SigSet::all();
        for signal in KERNEL_RAISED {
            blocked.remove(signal);
        }
        let mut before = SigSet::empty();
        sigprocmask(SigmaskHow::SIG_BLOCK, Some(&blocked), Some(&mut before))?;
        Ok(Self { before, blocked })
    }

    /// The mask that was in force before, which is the step's.
    pub fn before(&self) -> &SigSet {
        &self.before
    }

    /// Reads the signals that end a wait; never blocks.
    pub fn ending(&self) -> nix::Result<SignalFd> {
        let ending = ENDING.into_iter().filter(|&signal| self.blocked.contains(signal)).collect();
        SignalFd::with_flags(&ending, SfdFlags::SFD_CLOEXEC | SfdFlags::SFD_NONBLOCK)
    }

    /// Reads every blocked signal; blocks until there is one.
    pub fn all(&self) -> nix::Result<SignalFd> {
        SignalFd::with_flags(&self.blocked, SfdFlags::SFD_CLOEXEC)
    }
}
