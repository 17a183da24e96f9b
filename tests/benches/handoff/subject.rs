//! The entrypoint that is measured.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;
use tempfile::TempDir;
use tests::measure::{Child, Share, in_memory};

/// The names of the results of each step, its own and the Task's.
const RESULTS: [&str; 2] = ["digest", "url"];

/// An entrypoint, by path, and the flags that its steps get.
pub struct Subject {
    /// Where it is.
    pub path: PathBuf,
    /// Which flags.
    pub flags: Flags,
}

/// The flags of a step.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Flags {
    /// The three of the classic protocol.
    Classic,
    /// Those that the controller of today's Tekton passes to a step with results.
    Full,
}

impl Subject {
    /// The entrypoint at `path`, with classic flags.
    pub fn new(path: PathBuf) -> Self {
        Self { path, flags: Flags::Classic }
    }

    /// The command of step `n` of a Task whose tools folder is `tools`: it waits for the file that step `n - 1`
    /// posts, unless it is the first, and posts its own, as in a Pod.
    pub fn step(&self, tools: &Tools, n: usize, argv: &[&str]) -> Result<Command> {
        self.step_with(&[], tools, n, argv)
    }

    /// The same with `more` flags.
    pub fn step_with(&self, more: &[&str], tools: &Tools, n: usize, argv: &[&str]) -> Result<Command> {
        let mut command = Command::new(&self.path);
        if n > 0 {
            command.arg("-wait_file").arg(self.post_file(tools, n - 1));
        }
        command.arg("-post_file").arg(self.post_file(tools, n));
        if self.flags == Flags::Full {
            let run = tools.folder().join(n.to_string());
            let status = run.join("status");
            leave_results(&status)?;
            command
                .arg("-termination_path")
                .arg(run.join("termination"))
                .arg("-step_metadata_dir")
                .arg(status);
            command.args(["-step_results", &RESULTS.join(","), "-results", &RESULTS.join(",")]);
        }
        command.args(more).arg("-entrypoint").arg(argv[0]).arg("--").args(&argv[1..]);
        Ok(command)
    }

    /// What step `n` posts when it is done: today's Tekton gives each step a folder of its own.
    pub fn post_file(&self, tools: &Tools, n: usize) -> PathBuf {
        let file = tools.folder().join(n.to_string());
        if self.flags == Flags::Full { file.join("out") } else { file }
    }

    /// Starts step `n`.
    pub fn start(&self, tools: &Tools, n: usize, argv: &[&str]) -> Result<Child> {
        Child::start(&mut self.step(tools, n, argv)?)
    }

    /// Starts step `n` with no more than `share` of a processor.
    pub fn start_within(&self, share: &Share, tools: &Tools, n: usize, argv: &[&str]) -> Result<Child> {
        let mut command = self.step(tools, n, argv)?;
        share.hold(&mut command)?;
        Child::start(&mut command)
    }
}

/// Puts the step's own results where it would leave them: `/bin/true` cannot.
fn leave_results(status: &Path) -> Result<()> {
    let results = status.join("results");
    fs::create_dir_all(&results)?;
    RESULTS.iter().try_for_each(|name| fs::write(results.join(name), format!("the {name} of an image")))?;
    Ok(())
}

/// A tools folder.
pub struct Tools(TempDir);

impl Tools {
    /// An empty one, in memory where there is such a place: the handoff is measured, not the disk's journal.
    pub fn new() -> Result<Self> {
        in_memory().map(Self)
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        self.0.path()
    }
}
