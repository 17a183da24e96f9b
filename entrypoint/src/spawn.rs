//! Starting the step.

use std::env;
use std::ffi::{CString, OsStr, OsString};
use std::fs::File;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;

use anyhow::{Context, Result};
use nix::errno::Errno;
use nix::spawn::{PosixSpawnAttr, PosixSpawnFileActions, PosixSpawnFlags, posix_spawnp};
use nix::sys::signal::{SigSet, Signal};
use nix::unistd::Pid;

use crate::isolated::{self, Image};

/// What to start, and what it finds around it.
pub struct Program<'a> {
    /// The file to execute; without a slash it is looked up in this process's PATH.
    pub file: &'a OsStr,
    /// Its arguments, its own name first.
    pub words: &'a [OsString],
    /// Its environment.
    pub environment: Vec<(OsString, OsString)>,
    /// What becomes its stdout and its stderr in place of this process's own.
    pub outputs: [Option<OwnedFd>; 2],
    /// Whether it gets namespaces of its own: [`crate::isolated`].
    pub isolated: bool,
}

impl<'a> Program<'a> {
    /// The command `words`, which is not empty, in this process's own surroundings.
    pub fn plain(words: &'a [OsString]) -> Self {
        Self {
            file: &words[0],
            words,
            environment: env::vars_os().collect(),
            outputs: [None, None],
            isolated: false,
        }
    }
}

/// A step that is ready to start: all that can be done while it waits is done.
pub struct Start {
    file: CString,
    arguments: Vec<CString>,
    environment: Vec<CString>,
    files: PosixSpawnFileActions,
    attributes: PosixSpawnAttr,
    /// Open until the step has it as its stdin.
    nothing: File,
    outputs: [Option<OwnedFd>; 2],
    mask: SigSet,
    isolated: bool,
}

// SAFETY: what it points to is on the heap and its own, and belongs to no thread.
#[allow(unsafe_code)]
unsafe impl Send for Start {}

impl Start {
    /// Prepares `program` to be started with no stdin, in a process group of its own and with the signal mask `mask`.
    pub fn prepare(program: Program, mask: &SigSet) -> Result<Self> {
        let arguments = program.words.iter().map(|word| c_string(word)).collect::<Result<_>>()?;
        let entry = |(mut name, value): (OsString, OsString)| {
            name.push("=");
            name.push(value);
            c_string(&name)
        };
        let environment = program.environment.into_iter().map(entry).collect::<Result<_>>()?;

        let nothing = File::open("/dev/null").context("cannot open /dev/null for the step's stdin")?;
        let mut files = PosixSpawnFileActions::init()?;
        files.add_dup2(nothing.as_raw_fd(), 0)?;
        for (output, number) in program.outputs.iter().zip(1..) {
            if let Some(output) = output {
                files.add_dup2(output.as_raw_fd(), number)?;
            }
        }

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
        Ok(Self {
            file: c_string(program.file)?,
            arguments,
            environment,
            files,
            attributes,
            nothing,
            outputs: program.outputs,
            mask: *mask,
            isolated: program.isolated,
        })
    }

    /// Starts it. The error is exec's own answer, for [`crate::explain`].
    ///
    /// `posix_spawn` and not fork: it shares the memory until the exec, so nothing is copied, and it says why
    /// an exec failed.
    pub fn start(&self) -> Result<Pid, Errno> {
        if self.isolated {
            let [stdout, stderr] = self.outputs.each_ref().map(|file| file.as_ref().map(AsRawFd::as_raw_fd));
            return isolated::start(&Image {
                file: &self.file,
                arguments: &self.arguments,
                environment: &self.environment,
                files: [Some(self.nothing.as_raw_fd()), stdout, stderr],
                mask: &self.mask,
            });
        }
        posix_spawnp(&self.file, &self.files, &self.attributes, &self.arguments, &self.environment)
    }
}

fn c_string(word: &OsStr) -> Result<CString> {
    CString::new(word.as_bytes()).with_context(|| format!("{} holds a NUL byte", word.display()))
}
