//! SIGTERM and SIGINT end the clone at its next step, and the process within a second.

use std::sync::atomic::{AtomicU8, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use nix::libc;
use nix::sys::signal::{SigSet, Signal};

use crate::fused;

/// How long libgit2 gets to stop by itself and take its lock files away, before the process just ends.
const GRACE: Duration = Duration::from_millis(700);

/// How long it takes at most to remove what is half done; the next run removes the rest. Together less than a second.
const REMOVAL: Duration = Duration::from_millis(200);

/// Stands in the place of a signal when the time is over.
const TIMEOUT: u8 = u8::MAX;

/// The signal that came; 0 before one did.
static SIGNAL: AtomicU8 = AtomicU8::new(0);

/// Blocks the signals and waits for them in a thread: as PID 1 of a container the process would otherwise
/// never hear of them.
///
/// # Errors
/// When the mask cannot be set.
pub fn on_signals() -> nix::Result<()> {
    let signals = SigSet::from_iter([Signal::SIGTERM, Signal::SIGINT]);
    signals.thread_block()?;
    thread::spawn(move || {
        let Ok(signal) = signals.wait() else { return };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "signals are 1 to 64")]
        let number = signal as i32 as u8;
        end(number, || {
            crate::log::warn(&format!("stopped by {signal}; running again continues from what is there"));
        });
    });
    Ok(())
}

/// Ends the clone after `timeout`; zero is never.
pub fn after(timeout: Duration) {
    if timeout.is_zero() {
        return;
    }
    thread::spawn(move || {
        thread::sleep(timeout);
        // Marked as a signal that no process gets, so that libgit2's callbacks stop too.
        end(TIMEOUT, || {
            let message =
                format!("not done within {timeout:?}; give it longer with -timeout, or see what is slow");
            crate::log::error(&message, &serde_json::Value::Null);
        });
    });
}

/// Has `say` say why the clone ends, which is the last that is said, and ends it: at its next step, or with the process.
fn end(signal: u8, say: impl FnOnce()) {
    // In a thread of its own: a log that nobody reads would hold up whoever writes to it. A Pod may have no room for it.
    let timer = thread::Builder::new().spawn(move || exit_after_grace(signal));
    say();
    SIGNAL.store(signal, Ordering::SeqCst);
    if timer.is_err() {
        exit_after_grace(signal);
    }
}

#[allow(unsafe_code)]
fn exit_after_grace(signal: u8) {
    thread::sleep(GRACE);
    remove_what_is_half_done();
    // SAFETY: takes a number and touches no memory. Whatever is to be done at an exit is not: OpenSSL and libgit2 would
    // take away what other threads are using.
    unsafe { libc::_exit(exit_code(signal).unwrap_or(1).into()) }
}

fn remove_what_is_half_done() {
    let begun = Instant::now();
    let Ok(removal) = thread::Builder::new().spawn(fused::remove_used) else { return };
    while !removal.is_finished() && begun.elapsed() < REMOVAL {
        thread::sleep(Duration::from_millis(5));
    }
}

/// Whether to go on: what libgit2's callbacks ask.
pub fn go_on() -> bool {
    SIGNAL.load(Ordering::SeqCst) == 0
}

/// The exit code of a clone that was ended: 128 and the signal's number, 1 where it took too long.
pub fn code() -> Option<u8> {
    exit_code(SIGNAL.load(Ordering::SeqCst))
}

fn exit_code(signal: u8) -> Option<u8> {
    match signal {
        0 => None,
        TIMEOUT => Some(1),
        signal => Some(128 + signal),
    }
}
