//! Which signals this process takes, and when.

use nix::libc;
use nix::sys::signal::{SigHandler, SigSet, SigmaskHow, Signal, sigprocmask};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use nix::unistd::Pid;

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

/// The first real-time signal to everybody but musl: `kill -RTMIN` sends it.
const RTMIN: usize = 34;

/// All signals that can be blocked, blocked, to be read from descriptors.
#[derive(Clone, Copy)]
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
        let mut blocked = all();
        for signal in KERNEL_RAISED {
            blocked.remove(signal);
        }
        let mut before = SigSet::empty();
        sigprocmask(SigmaskHow::SIG_BLOCK, Some(&blocked), Some(&mut before))?;
        Ok(Self { before, blocked })
    }

    /// Blocks them once more: musl's `posix_spawn` puts the mask back without those signals that it uses itself.
    pub fn block_again(&self) -> nix::Result<()> {
        sigprocmask(SigmaskHow::SIG_BLOCK, Some(&self.blocked), None)
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

    /// Reads every blocked signal; never blocks.
    pub fn all(&self) -> nix::Result<SignalFd> {
        SignalFd::with_flags(&self.blocked, SfdFlags::SFD_CLOEXEC | SfdFlags::SFD_NONBLOCK)
    }
}

/// Sends `signal` to this process once more, to be read by who reads all.
pub fn send_again(signal: i32) {
    if let Ok(signal) = Signal::try_from(signal) {
        let _ = nix::sys::signal::kill(Pid::this(), signal);
    }
}

/// Every signal, with the one that musl leaves out of its full set since it uses it among its own threads when
/// one of them changes the user or group id. None does here, and a step may want it.
fn all() -> SigSet {
    let mut all = *SigSet::all().as_ref();
    // musl's sigaddset refuses it. In the kernel's layout, which both libraries have, signal n is bit n - 1.
    // SAFETY: the set is plain words of which the first is an unsigned long; every bit pattern is a set.
    #[allow(unsafe_code)]
    unsafe {
        *(&raw mut all).cast::<libc::c_ulong>() |= 1 << (RTMIN - 1);
        SigSet::from_sigset_t_unchecked(all)
    }
}
