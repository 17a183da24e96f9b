//! Why a command line was not taken, and how to say so.

use std::ffi::OsStr;
use std::fmt;

use clap::Command;
use clap::error::ErrorKind;

use crate::Flag;

/// A command line that was not taken, or one that only asked for help or the version.
#[derive(Debug)]
pub struct Refusal {
    text: String,
    code: u8,
    flags: Vec<Flag>,
}

impl Refusal {
    /// The exit code: 2 for a command line that was wrong (Go's own), 0 for help and version.
    pub fn code(&self) -> u8 {
        self.code
    }

    /// The last value given for the flag `name`, wherever it stood: a refused command line can still say
    /// whom to tell.
    pub fn value(&self, name: &str) -> Option<&OsStr> {
        self.flags.iter().rev().find(|flag| flag.name == name)?.value.as_deref()
    }

    /// One line that says what is wrong, and the usage.
    pub(crate) fn usage(command: &mut Command, message: &str, flags: Vec<Flag>) -> Self {
        let usage = command.render_usage();
        let text = format!("{}: {message}\n{usage}\n", command.get_name());
        Self { text, code: 2, flags }
    }

    /// What clap said, in the same form.
    pub(crate) fn from_clap(command: &mut Command, error: &clap::Error, flags: Vec<Flag>) -> Self {
        let rendered = error.render().to_string();
        if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
            return Self { text: rendered, code: 0, flags };
        }
        let message = rendered.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
        Self::usage(command, &message, flags)
    }
}

impl fmt::Display for Refusal {
    /// The whole text, its last line ended: help and version belong on stdout, the rest on stderr.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Refusal {}
