//! Starting the step.

use std::env;
use std::ffi::{CString, OsStr, OsString};
use std::fs::File;
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStrExt;

use anyhow::{Context, Result};
use nix::errno::Errno;
use nix::spawn::{PosixSpawnAttr, PosixSpawnFileActions, PosixSpawnFlags, posix_spawnp};
use nix::sys::signal::{SigSet, Signal};
use nix::unistd::Pid;

/// A step that is ready to start: all that can be done while it waits is done.
pub struct Start {
    arguments: Vec<CString>,
    environment: Vec<CString>,
    files: PosixSpawnFileActions,
    attributes: PosixSpawnAttr,
    /// Open until the step has it as its stdin.
    _nothing: File,
}

impl Start {
    /// Prepares `step` (its command, then its arguments) to be started with this process's environment, no
    /// stdin, in a process group of its own and with the signal mask `mask`.
    pub fn prepare(step: &[OsString], mask: &SigSet) -> Result<Self> {
        let arguments = step.iter().map(|word| c_string(word)).collect::<Result<_>>()?;
        let environment = env::vars_os()
            .map(|(name, value)| {
                let mut entry = name;
                entry.push("=");
                entry.push(value);
                c_string(&entry)
            })
            .collect::<Result<_>>()?;

        let nothing = File::open("/dev/null").context("cannot open /dev/null for the step's stdin")?;
        let mut files = PosixSpawnFileActions::init()?;
        files.add_dup2(nothing.as_raw_fd(), 0)?;

        let mut attributes = PosixSpawnAttr::init()?;
        attributes.set_flags(
            PosixSpawnFlags::POSIX_SPAWN_SETPGROUP
                | PosixSpawnFlags::POSIX_SPAWN_SETSIGMASK
                | PosixSpawnFlags::POSIX_SPAWN_SETSIGDEF,
        )?;
        attributes.set_pgroup(Pid::from_raw(0))?;
        attributes.set_sigmask(mask)?;
        // Rust ignores SIGPIPE from before main on; a step must die of it as it would anywhere.
        attributes.set_sigdefault(&SigSet::from_iter([Signal::SIGPIPE]))?;
        Ok(Self { arguments, environment, files, attributes, _nothing: nothing })
    }

    /// Starts it, looked up in PATH. The error is exec's own answer, for [`crate::explain`].
    ///
    /// `posix_spawn` and not fork: it shares the memory until the exec, so nothing is copied, and it says why
    /// an exec failed.
    pub fn start(&self) -> Result<Pid, Errno> {
        posix_spawnp(&self.arguments[0], &self.files, &self.attributes, &self.arguments, &self.environment)
    }
}

fn c_string(word: &OsStr) -> Result<CString> {
    CString::new(word.as_bytes()).with_context(|| format!("{} holds a NUL byte", word.display()))
}
