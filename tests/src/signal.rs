//! Sending signals by number: libraries' enumerations of signals leave the real-time ones out.

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
