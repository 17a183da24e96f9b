//! The repositories that are cloned: the same bytes at every run, made by `git fast-import`.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::text;

/// A repository, made of numbers.
#[derive(Debug)]
pub struct History {
    pub name: &'static str,
    /// Files of text in every commit.
    pub files: u64,
    /// Commits, each of which changes [`CHANGES`] files.
    pub commits: u64,
    /// Large files in the first commit, in turns of text and of bytes that nothing makes smaller.
    pub blobs: u64,
}

/// The one of which starting and asking are most.
pub const TINY: &str = "tiny";

/// What is measured.
pub const HISTORIES: [History; 5] = [
    History { name: TINY, files: 5, commits: 1, blobs: 0 },
    History { name: "1,000 files", files: 1_000, commits: 50, blobs: 0 },
    History { name: "10,000 files", files: 10_000, commits: 50, blobs: 0 },
    History { name: "5,000 commits", files: 1_000, commits: 5_000, blobs: 0 },
    History { name: "large files", files: 20, commits: 5, blobs: 4 },
];

/// Files that a commit changes.
const CHANGES: u64 = 3;

/// Bytes of a large file.
const LARGE: usize = 16 << 20;

/// Files in a folder, and folders in one: about what source trees have.
const IN_A_FOLDER: u64 = 20;

/// Of the first commit, in seconds since 1970.
const FIRST_DATE: u64 = 1_580_608_922;

impl History {
    /// Makes the bare repository at `path`.
    pub fn make(&self, path: &Path) -> Result<()> {
        git(Command::new("git").args(["init", "--quiet", "--bare", "--initial-branch=main"]).arg(path))?;
        let mut import = Command::new("git")
            .args(["fast-import", "--quiet", "--done"])
            .current_dir(path)
            .stdin(Stdio::piped())
            .spawn()
            .context("git fast-import")?;
        let mut stream = BufWriter::new(import.stdin.take().context("a pipe")?);
        self.write(&mut stream)?;
        drop(stream);
        ensure!(import.wait()?.success(), "git fast-import refuses {}", self.name);
        // As a host has it: its deltas, and a bitmap to count objects with.
        git(Command::new("git").args(["repack", "-a", "-d", "-f", "-q", "-b"]).current_dir(path))
    }

    /// What fast-import reads.
    fn write(&self, stream: &mut impl Write) -> Result<()> {
        for commit in 0..self.commits {
            let date = FIRST_DATE + commit * 3_600;
            let message = format!("commit {commit}\n");
            writeln!(stream, "commit refs/heads/main")?;
            writeln!(stream, "committer Test <test@example.com> {date} +0000")?;
            writeln!(stream, "data {}\n{message}", message.len())?;
            if commit == 0 {
                (0..self.files).try_for_each(|file| put(stream, &name(file), &text::of(file, 0)))?;
                (0..self.blobs).try_for_each(|blob| put(stream, &large(blob), &text::large(blob, LARGE)))?;
            } else {
                // Far apart, so that each changes folders of its own.
                let changed = (0..CHANGES).map(|n| (commit * 7 + n * self.files / CHANGES) % self.files);
                changed.into_iter().try_for_each(|file| put(stream, &name(file), &text::of(file, commit)))?;
            }
        }
        Ok(writeln!(stream, "done")?)
    }
}

fn put(stream: &mut impl Write, name: &str, content: &[u8]) -> Result<()> {
    writeln!(stream, "M 100644 inline {name}\ndata {}", content.len())?;
    stream.write_all(content)?;
    Ok(writeln!(stream)?)
}

fn name(file: u64) -> String {
    let folder = file / IN_A_FOLDER;
    format!("module-{}/package-{folder}/source-{file}.rs", folder / IN_A_FOLDER)
}

fn large(blob: u64) -> String {
    format!("assets/large-{blob}.bin")
}

fn git(command: &mut Command) -> Result<()> {
    ensure!(command.status()?.success(), "{command:?} fails");
    Ok(())
}
