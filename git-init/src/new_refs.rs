//! Refs that were not there, written as git keeps them: under a lock, with a line in their log.
//!
//! libgit2 looks each up in some forty system calls, which a first clone has four times for nothing. Where there is
//! anything to look at, it does the work.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use git2::{Oid, Reference, Repository, Signature};

use crate::git_lock;

/// What the reflog says of every ref that changes.
pub const REASON: &str = "git-init";

/// Who has no name, as libgit2 calls them.
const UNKNOWN: &str = "unknown";

/// What git keeps a log of: branches, and those of remotes.
const LOGGED: [&str; 2] = ["refs/heads/", "refs/remotes/"];

/// A clone that keeps each ref in a file of its own, and logs.
pub struct NewRefs {
    git: PathBuf,
    /// What stands in a log behind the hashes.
    who: String,
}

impl NewRefs {
    /// Those of `repository`, if it is such a clone.
    pub fn of(repository: &Repository) -> Option<Self> {
        let git = repository.commondir().to_owned();
        let logs =
            repository.config().ok()?.get_string("core.logallrefupdates").is_ok_and(|logs| logs == "true");
        if !logs || git.join("packed-refs").exists() {
            return None;
        }
        let who = repository.signature().or_else(|_| Signature::now(UNKNOWN, UNKNOWN)).ok()?;
        let (name, email) = (who.name().ok()?, who.email().ok()?);
        let (sign, offset) = (who.when().sign(), who.when().offset_minutes().abs());
        let seconds = who.when().seconds();
        let who =
            format!("{name} <{email}> {seconds} {sign}{:02}{:02}\t{REASON}\n", offset / 60, offset % 60);
        Some(Self { git, who })
    }

    /// Makes the folders that the ref `name` and its log will be in. What cannot be made shows when the ref is.
    pub fn prepare(&self, name: &str) {
        if Reference::is_valid_name(name) {
            for path in [self.git.join(name), self.git.join("logs").join(name)] {
                let _ = path.parent().map(fs::create_dir_all);
            }
        }
    }

    /// Makes the ref `name`, and notes it in its log and those that it `also` belongs to; says whether it did.
    pub fn make(&self, name: &str, oid: Oid, also: &[&str]) -> bool {
        let line = format!("{} {oid} {}", "0".repeat(oid.as_bytes().len() * 2), self.who);
        let own = LOGGED.iter().any(|logged| name.starts_with(logged)).then_some(&name);
        let log = || {
            own.into_iter().chain(also).try_for_each(|name| note(&self.git.join("logs").join(name), &line))
        };
        self.place(name, &format!("{oid}\n"), log)
    }

    /// Makes the ref `name` that stands for another; says whether it did.
    pub fn point(&self, name: &str, target: &str) -> bool {
        self.place(name, &format!("ref: {target}\n"), || Ok(()))
    }

    fn place(&self, name: &str, content: &str, log: impl FnOnce() -> io::Result<()>) -> bool {
        let path = self.git.join(name);
        let written = |lock: &mut File| lock.write_all(content.as_bytes()).and_then(|()| log());
        Reference::is_valid_name(name) && !path.exists() && git_lock::write(&path, written).is_ok()
    }
}

fn note(log: &Path, line: &str) -> io::Result<()> {
    git_lock::opened(log, OpenOptions::new().append(true).create(true))?.write_all(line.as_bytes())
}
