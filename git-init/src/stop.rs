//! SIGTERM and SIGINT end the clone at its next step, and the process within a second.

use std::process;
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread;
use std::time::Duration;

use nix::sys::signal::{SigSet, Signal};

/// How long libgit2 gets to stop by itself and take its lock files away, before the process just ends.
const GRACE: Duration = Duration::from_millis(700);

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
        SIGNAL.store(signal as i32 as u8, Ordering::SeqCst);
        crate::log::warn(&format!("stopped by {signal}; running again continues from what is there"));
        thread::sleep(GRACE);
        process::exit(code().unwrap_or(1).into());
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
        SIGNAL.store(TIMEOUT, Ordering::SeqCst);
        let message =
            format!("not done within {timeout:?}; give it longer with -timeout, or see what is slow");
        crate::log::error(&message, &serde_json::Value::Null);
        thread::sleep(GRACE);
        process::exit(code().unwrap_or(1).into());
    });
}

/// Whether to go on: what libgit2's callbacks ask.
pub fn go_on() -> bool {
    SIGNAL.load(Ordering::SeqCst) == 0
}

/// The exit code of a clone that was ended: 128 and the signal's number, 1 where it took too long.
pub fn code() -> Option<u8> {
    match SIGNAL.load(Ordering::SeqCst) {
        0 => None,
        TIMEOUT => Some(1),
        signal => Some(128 + signal),
    }
}
