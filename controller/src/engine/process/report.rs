//! What the stages say back over the socket, one JSON document a line, until the container's own program
//! has taken their place (which closes the socket).

use anyhow::{Context, Result};
use nix::errno::Errno;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};

/// One line from a stage.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Report {
    /// The namespaces exist: the id maps can be written now.
    Unshared,
    /// The root is built, the program is executed next.
    Ready,
    /// A namespace or a mount was refused: this machine does not let the engine work.
    Forbidden {
        /// What was tried.
        what: String,
        /// The kernel's error number.
        errno: i32,
    },
    /// The container could not be built.
    Failed(String),
    /// The program could not be executed: the container ends with this exit code.
    NotExecuted {
        /// 127 when it is not there, 126 when it is no program, as a shell has it.
        code: u8,
        /// Which program, and why not.
        message: String,
    },
}

impl Report {
    /// Writes the line.
    ///
    /// # Errors
    /// When the controller is gone; the stage must end then.
    pub fn send(&self, mut to: impl Write) -> Result<()> {
        let mut line = serde_json::to_vec(self)?;
        line.push(b'\n');
        to.write_all(&line).context("the controller is gone")
    }

    /// Reads the next line; `None` once the stages have closed the socket.
    ///
    /// # Errors
    /// When the line is no report.
    pub fn receive(from: &mut impl BufRead) -> Result<Option<Report>> {
        let mut line = String::new();
        if from.read_line(&mut line).context("cannot read from the container's first process")? == 0 {
            return Ok(None);
        }
        serde_json::from_str(&line).context("the container's first process speaks in riddles").map(Some)
    }
}

/// A refusal by the kernel that [`Report::Forbidden`] carries to the controller.
#[derive(Debug, thiserror::Error)]
#[error("{what}: {errno}")]
pub struct Refused {
    /// What was tried.
    pub what: String,
    /// The kernel's answer.
    pub errno: Errno,
}

impl Refused {
    /// For `map_err`: names what was tried.
    pub fn at(what: impl Into<String>) -> impl FnOnce(Errno) -> Refused {
        move |errno| Refused { what: what.into(), errno }
    }
}
