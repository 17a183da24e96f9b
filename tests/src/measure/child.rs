//! A process that is waited for by the kernel's own event, so that nothing is added to what is measured, and
//! with a limit, so that a peer that hangs ends the measurement and not the benchmark.
#![allow(unsafe_code)] // ends by pidfd_open and poll, usage by wait4: std has neither

use std::fs;
use std::io::Error;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::process::{Child as Process, ChildStdout, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

/// Longer than any round of any entrypoint that works.
pub const LIMIT: Duration = Duration::from_secs(20);

/// What a process used from its start to its end.
#[derive(Debug, Clone, Copy)]
pub struct Usage {
    /// On a processor, for itself and in the kernel.
    pub cpu: Duration,
    /// The most memory at a time, of the process or of the biggest of its children; at least what the process
    /// that started it held then.
    pub peak_kib: u64,
}

/// A running process; killed with its children when dropped before its end.
pub struct Child {
    process: Process,
    end: OwnedFd,
}

impl Child {
    /// Starts `command`, silent and without input.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(command: &mut Command) -> Result<Self> {
        command.stdout(Stdio::null());
        Self::started(command)
    }

    /// The same of one that prints, and what it prints.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start_printing(command: &mut Command) -> Result<(Self, ChildStdout)> {
        command.stdout(Stdio::piped());
        let mut child = Self::started(command)?;
        let output = child.process.stdout.take().context("no pipe")?;
        Ok((child, output))
    }

    fn started(command: &mut Command) -> Result<Self> {
        command.stdin(Stdio::null()).stderr(Stdio::null());
        let process = command.spawn().with_context(|| format!("cannot start {command:?}"))?;
        // SAFETY: pidfd_open takes two numbers; the child is not reaped yet, so the number is its.
        let fd = unsafe { libc::syscall(libc::SYS_pidfd_open, process.id(), 0) };
        let fd = i32::try_from(fd).ok().filter(|&fd| fd >= 0);
        let fd = fd.ok_or_else(Error::last_os_error).context("pidfd_open")?;
        // SAFETY: the kernel has just given it to us alone.
        let end = unsafe { OwnedFd::from_raw_fd(fd) };
        Ok(Self { process, end })
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Waits for its end and returns its exit code, -1 for a signal. An error when that takes longer than `limit`.
    ///
    /// # Errors
    /// When there is no end in that time.
    pub fn end_within(mut self, limit: Duration) -> Result<i32> {
        self.wait_within(limit)?;
        Ok(self.process.wait()?.code().unwrap_or(-1))
    }

    /// Waits for its end, which must be a success, and returns what it and the children that it waited for used.
    ///
    /// # Errors
    /// When there is no end in `limit`, or no success.
    pub fn usage_within(self, limit: Duration) -> Result<Usage> {
        self.wait_within(limit)?;
        let pid = i32::try_from(self.id())?;
        let mut status = 0;
        // SAFETY: all zeros is a valid rusage, a struct of numbers.
        let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
        // SAFETY: both are alive for the call. The process has ended and is not reaped yet, so the number is its.
        let reaped = unsafe { libc::wait4(pid, &raw mut status, 0, &raw mut usage) };
        ensure!(reaped == pid, "wait4: {}", Error::last_os_error());
        ensure!(status == 0, "exit status {status:#x}");
        let time = |time: libc::timeval| {
            Duration::from_secs(time.tv_sec.unsigned_abs())
                + Duration::from_micros(time.tv_usec.unsigned_abs())
        };
        let cpu = time(usage.ru_utime) + time(usage.ru_stime);
        Ok(Usage { cpu, peak_kib: usage.ru_maxrss.unsigned_abs() })
    }

    fn wait_within(&self, limit: Duration) -> Result<()> {
        let mut poll = libc::pollfd { fd: self.end.as_raw_fd(), events: libc::POLLIN, revents: 0 };
        let limit_ms = i32::try_from(limit.as_millis()).context("limit")?;
        // SAFETY: one valid entry, alive for the call.
        let ready = unsafe { libc::poll(&raw mut poll, 1, limit_ms) };
        if ready != 1 {
            bail!("no end in {} s", limit.as_secs());
        }
        Ok(())
    }

    /// Waits for its end, which must be a success.
    ///
    /// # Errors
    /// When there is no end in [`LIMIT`], or no success.
    pub fn succeed(self) -> Result<()> {
        match self.end_within(LIMIT)? {
            0 => Ok(()),
            code => bail!("exit code {code}"),
        }
    }

    /// The value of `key` in its `/proc/PID/status`, a number.
    pub fn status(&self, key: &str) -> Option<u64> {
        field(&fs::read_to_string(format!("/proc/{}/status", self.id())).ok()?, key)
    }

    /// Nanoseconds on a processor and context switches, of all its threads up to now.
    pub fn activity(&self) -> (u64, u64) {
        let tasks = fs::read_dir(format!("/proc/{}/task", self.id())).into_iter().flatten().flatten();
        let of_task = |folder: std::path::PathBuf| {
            let status = fs::read_to_string(folder.join("status")).unwrap_or_default();
            let schedule = fs::read_to_string(folder.join("schedstat")).unwrap_or_default();
            let run = schedule.split(' ').next().and_then(|run| run.parse().ok()).unwrap_or(0);
            let switches = ["voluntary_ctxt_switches", "nonvoluntary_ctxt_switches"];
            (run, switches.iter().filter_map(|key| field(&status, key)).sum::<u64>())
        };
        tasks.map(|task| of_task(task.path())).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    }
}

/// The number behind `key:` in a file of lines such as `/proc/PID/status`.
fn field(text: &str, key: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
    line.split_ascii_whitespace().next()?.parse().ok()
}

impl Drop for Child {
    fn drop(&mut self) {
        if let Ok(None) = self.process.try_wait() {
            let family = crate::children(self.id());
            let _ = self.process.kill();
            for child in family {
                crate::send(child.pid, libc::SIGKILL);
            }
            let _ = self.process.wait();
        }
    }
}
