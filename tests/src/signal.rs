//! Signals by number: libraries' enumerations of signals leave the real-time ones out.

use std::sync::Once;

/// Sends `signal` to `pid`. A process that has ended already is no error: tests race with ends on purpose.
pub fn send(pid: u32, signal: i32) {
    let pid = i32::try_from(pid).expect("a process id");
    assert!(pid > 0, "0 and below address whole groups");
    // SAFETY: kill takes two numbers and touches no memory of ours.
    #[allow(unsafe_code)]
    let sent = unsafe { libc::kill(pid, signal) };
    let error = std::io::Error::last_os_error();
    assert!(sent == 0 || error.raw_os_error() == Some(libc::ESRCH), "signal {signal} to {pid}: {error}");
}

/// Lets the programs under test start as they do in a container, with no signal ignored. A shell lets a job in
/// the background, and so perhaps this process, ignore INT and QUIT, and `nohup` HUP; children inherit that.
pub(crate) fn ignore_none() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        for signal in [libc::SIGHUP, libc::SIGINT, libc::SIGQUIT, libc::SIGTERM] {
            // SAFETY: the default disposition is no handler, so no code of ours runs in a signal's context.
            #[allow(unsafe_code)]
            let before = unsafe { libc::signal(signal, libc::SIG_DFL) };
            assert_ne!(before, libc::SIG_ERR, "signal {signal}");
        }
    });
}
