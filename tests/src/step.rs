//! One step under `entrypoint`: which files it waits for and posts, what it runs, and what runs around it.

use std::ffi::{OsStr, OsString};
use std::process::{Command, Stdio};

use crate::{Finished, Running, binary};

/// A last change to the command before it starts.
type Adjust = Box<dyn FnOnce(&mut Command)>;

/// The command line of one `entrypoint`, ready to start.
pub struct Step {
    around: Vec<OsString>,
    program: OsString,
    flags: Vec<OsString>,
    rest: Vec<OsString>,
    adjust: Vec<Adjust>,
}

impl Default for Step {
    fn default() -> Self {
        Self::new()
    }
}

impl Step {
    /// `entrypoint` without any argument.
    pub fn new() -> Self {
        Self::of(binary("entrypoint"))
    }

    /// The same of another copy of `entrypoint`, or of a peer.
    pub fn of(program: impl AsRef<OsStr>) -> Self {
        let program = program.as_ref().to_owned();
        Self { around: Vec::new(), program, flags: Vec::new(), rest: Vec::new(), adjust: Vec::new() }
    }

    /// With `-wait_file path`.
    #[must_use]
    pub fn wait_file(self, path: impl AsRef<OsStr>) -> Self {
        self.args([OsStr::new("-wait_file"), path.as_ref()])
    }

    /// With `-post_file path`.
    #[must_use]
    pub fn post_file(self, path: impl AsRef<OsStr>) -> Self {
        self.args([OsStr::new("-post_file"), path.as_ref()])
    }

    /// With these arguments left of the first `--`, as they are.
    #[must_use]
    pub fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.flags.extend(args.into_iter().map(|arg| arg.as_ref().to_owned()));
        self
    }

    /// Running `argv`, as the controller writes it: `-entrypoint COMMAND -- ARGS…`.
    #[must_use]
    pub fn runs<A: AsRef<OsStr>>(mut self, argv: impl IntoIterator<Item = A>) -> Self {
        let mut argv = argv.into_iter();
        if let Some(command) = argv.next() {
            self = self.args([OsStr::new("-entrypoint"), command.as_ref()]);
        }
        self.rest.push("--".into());
        self.rest.extend(argv.map(|arg| arg.as_ref().to_owned()));
        self
    }

    /// Running `script` in `sh`.
    #[must_use]
    pub fn runs_shell(self, script: &str) -> Self {
        self.runs(["sh", "-c", script])
    }

    /// With `argv` in front: a program that sets the scene and executes the rest of its arguments.
    #[must_use]
    pub fn under<A: AsRef<OsStr>>(mut self, argv: impl IntoIterator<Item = A>) -> Self {
        let mut around: Vec<_> = argv.into_iter().map(|arg| arg.as_ref().to_owned()).collect();
        around.append(&mut self.around);
        self.around = around;
        self
    }

    /// With a last change to the command: environment, folder, standard input.
    #[must_use]
    pub fn with(mut self, adjust: impl FnOnce(&mut Command) + 'static) -> Self {
        self.adjust.push(Box::new(adjust));
        self
    }

    /// Starts it. Its outputs go to unnamed files: a pipe would stay open for as long as any orphan lives.
    pub fn start(self) -> Running {
        let mut argv = self.around.into_iter().chain([self.program]).chain(self.flags).chain(self.rest);
        let mut command = Command::new(argv.next().expect("at least the program"));
        command.args(argv).stdin(Stdio::null());
        for adjust in self.adjust {
            adjust(&mut command);
        }
        Running::start(command)
    }

    /// Starts it and waits for its end.
    pub fn finish(self) -> Finished {
        self.start().finish()
    }
}
