//! The entrypoint that is measured.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;
use tempfile::TempDir;
use tests::measure::{Child, in_memory};

/// An entrypoint, by path.
pub struct Subject {
    /// Where it is.
    pub path: PathBuf,
}

impl Subject {
    /// The entrypoint at `path`.
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// The command of step `n` of a Task whose tools folder is `tools`: it waits for the file `n - 1`, unless it
    /// is the first, and posts the file `n`, as in a Pod.
    pub fn step(&self, tools: &Path, n: usize, argv: &[&str]) -> Command {
        let mut command = Command::new(&self.path);
        if n > 0 {
            command.arg("-wait_file").arg(tools.join((n - 1).to_string()));
        }
        command.arg("-post_file").arg(tools.join(n.to_string()));
        command.arg("-entrypoint").arg(argv[0]).arg("--").args(&argv[1..]);
        command
    }

    /// Starts step `n`.
    pub fn start(&self, tools: &Tools, n: usize, argv: &[&str]) -> Result<Child> {
        Child::start(&mut self.step(tools.0.path(), n, argv))
    }
}

/// A tools folder.
pub struct Tools(pub TempDir);

impl Tools {
    /// An empty one, in memory where there is such a place: the handoff is measured, not the disk's journal.
    pub fn new() -> Result<Self> {
        in_memory().map(Self)
    }
}
