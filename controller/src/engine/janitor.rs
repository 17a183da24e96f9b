//! Cleans up after a Pod even when the controller is killed: a process of its own that waits for the end of
//! its stdin, which comes by itself when the controller dies.

use super::removal::remove;
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, Stdio};

/// The hidden argument that makes this program a janitor.
pub const NAME: &str = "__janitor";

/// Ends the janitor without any cleaning.
const DISMISSED: &str = "dismissed";

/// What is to be done at the end.
#[derive(Debug, Serialize, Deserialize)]
pub enum Task {
    /// Remove a folder.
    Remove(PathBuf),
    /// Run these commands, one after another, whatever becomes of each.
    Run(Vec<Vec<String>>),
}

/// A janitor at its post.
#[derive(Debug)]
pub struct Janitor {
    process: Child,
}

impl Janitor {
    /// Starts a janitor for `task`, which is done before that of the janitor at the other end of `before`, if any.
    ///
    /// # Errors
    /// When this program cannot be started anew.
    pub fn hire(task: &Task, before: Option<OwnedFd>) -> Result<Janitor> {
        let mut process = Command::new("/proc/self/exe")
            .arg0("controller") // what lists of processes show
            .arg(NAME)
            .process_group(0) // out of reach of Ctrl-C
            .stdin(Stdio::piped())
            // It says nothing there, and holds what it is given until its end: the other janitor's stdin stays open.
            .stdout(before.map_or_else(Stdio::null, Stdio::from))
            .spawn()
            .context("cannot start this program anew")?;
        let mut line = serde_json::to_vec(task)?;
        line.push(b'\n');
        let stdin = process.stdin.as_mut().context("a janitor has a stdin")?;
        stdin.write_all(&line).context("the janitor is gone")?;
        Ok(Janitor { process })
    }

    /// What another janitor holds to be done before this one.
    ///
    /// # Errors
    /// When there are too many open files.
    pub fn line(&self) -> Result<OwnedFd> {
        let stdin = self.process.stdin.as_ref().context("a janitor has a stdin")?;
        Ok(stdin.as_fd().try_clone_to_owned()?)
    }

    /// Has the task done now, or once nobody else holds its line.
    ///
    /// # Errors
    /// When it could not be done; the janitor has said why.
    pub fn finish(mut self) -> Result<()> {
        drop(self.process.stdin.take());
        if self.process.wait()?.success() { Ok(()) } else { bail!("cannot clean up") }
    }

    /// Has the task left undone.
    ///
    /// # Errors
    /// When the janitor is gone.
    pub fn dismiss(mut self) -> Result<()> {
        if let Some(mut stdin) = self.process.stdin.take() {
            writeln!(stdin, "{DISMISSED}")?;
        }
        self.process.wait()?;
        Ok(())
    }
}

/// Runs the janitor on stdin: a task, then perhaps its dismissal.
pub fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            writeln!(io::stderr(), "controller: {error:#}").ok();
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut lines = io::stdin().lock().lines();
    let task = serde_json::from_str(&lines.next().context("no task")??)?;
    if let Some(line) = lines.next() {
        return if line? == DISMISSED { Ok(()) } else { bail!("no such order") };
    }
    match task {
        Task::Remove(folder) => remove(&folder),
        Task::Run(commands) => {
            for command in commands {
                if let Some((program, arguments)) = command.split_first() {
                    Command::new(program).args(arguments).stdin(Stdio::null()).output()?;
                }
            }
            Ok(())
        }
    }
}
