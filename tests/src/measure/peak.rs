//! The most memory that a program held which is over in less than a millisecond: looked up at its end.
//!
//! `wait4` also counts what the process held before it became the program, which is this benchmark's own. So
//! the kernel stops the program when it is about to end, and its `/proc` entry says the peak.
#![allow(unsafe_code)] // a child that lets itself be traced

use std::fs;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use nix::sys::ptrace::{self, Event, Options};
use nix::sys::signal::Signal;
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::Pid;

/// Runs `command`, which must succeed, and returns its peak in MiB.
///
/// # Errors
/// When it cannot be started or traced, or does not succeed.
pub fn peak(command: &mut Command) -> Result<f64> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // SAFETY: between fork and exec it makes one system call, and neither allocates nor locks.
    unsafe { command.pre_exec(|| Ok(ptrace::traceme()?)) };
    let pid = command.spawn().with_context(|| format!("cannot start {command:?}"))?.id();
    let pid = Pid::from_raw(i32::try_from(pid)?);
    let mut kib = 0;
    let mut begun = false;
    loop {
        let pass_on = match waitpid(pid, None)? {
            // The first stop is the exec's own.
            WaitStatus::Stopped(_, Signal::SIGTRAP) if !begun => {
                ptrace::setoptions(pid, Options::PTRACE_O_TRACEEXIT)?;
                begun = true;
                None
            }
            WaitStatus::PtraceEvent(_, _, event) if event == Event::PTRACE_EVENT_EXIT as i32 => {
                kib = at_most(pid)?;
                None
            }
            WaitStatus::Stopped(_, signal) => Some(signal),
            WaitStatus::Exited(_, 0) => break,
            ended => bail!("{ended:?}"),
        };
        ptrace::cont(pid, pass_on)?;
    }
    Ok(f64::from(kib) / 1024.0)
}

/// `VmHWM` of the process, in KiB.
fn at_most(pid: Pid) -> Result<u32> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM in its status")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
