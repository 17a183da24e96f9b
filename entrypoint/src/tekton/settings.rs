//! What the environment asks for beyond today's Tekton, whose controller alone decides the flags.

use std::ffi::OsString;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::say::check_format;
use crate::variable;

const CODES: &str = "BATON_EXIT_CODES";
const GRACE: &str = "BATON_GRACE";

/// How long a step has between TERM and KILL unless `BATON_GRACE` says otherwise.
const USUAL_GRACE: Duration = Duration::from_secs(10);

/// The settings of one step.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Which codes tell of signals and of commands that cannot be started: `BATON_EXIT_CODES`.
    pub codes: Codes,
    /// From TERM to KILL, when the step's time is over: `BATON_GRACE`. Zero for KILL at once.
    pub grace: Duration,
}

/// Exit codes for what has none of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Codes {
    /// Today's Tekton's: 255 for a signal, 1 for a command that cannot be started.
    Upstream,
    /// The shells': 128 and the signal's number, 126, 127.
    Shell,
}

impl Settings {
    /// Reads them; `value` gives the value of an environment variable.
    ///
    /// # Errors
    /// The variable, its value and what it may be.
    pub fn read(value: impl Fn(&str) -> Option<OsString>) -> Result<Self> {
        check_format()?;
        let codes = match variable::text(CODES, value(CODES))?.as_str() {
            "" => Codes::Upstream,
            "shell" => Codes::Shell,
            other => bail!("{CODES}={other} is not known; set it to shell, or not at all"),
        };
        let grace = variable::duration(GRACE, value(GRACE))?.unwrap_or(USUAL_GRACE);
        Ok(Self { codes, grace })
    }
}
