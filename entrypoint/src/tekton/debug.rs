//! `entrypoint debug continue|fail|status`: ends a breakpoint where the image has no shell for Tekton's scripts.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use nix::unistd::{AccessFlags, access};
use staged::Staged;

use super::breakpoint::{AFTER, AFTER_EXIT, BEFORE, BEFORE_EXIT, beside};
use super::paths::RUN;
use crate::say::answer;
use crate::suffix;

/// Every user may read it, as the files of Tekton's scripts.
const MODE: u32 = 0o644;

/// A step that waits for a person.
struct Waiting {
    post_file: PathBuf,
    /// [`BEFORE`] or [`AFTER`].
    at: &'static str,
}

/// Does `what`: lets the step go on, lets it fail, or says on stdout at which breakpoint it waits.
///
/// # Errors
/// No step waits here, or the files cannot be written.
pub fn run(what: &str) -> Result<()> {
    let waiting = find()?;
    if what == "status" {
        let text = waiting.map_or_else(
            || "no step of this container waits at a breakpoint".to_owned(),
            |waiting| format!("{}: {}", waiting.post_file.display(), waiting.at),
        );
        answer(&format!("{text}\n"));
        return Ok(());
    }
    let waiting = waiting.ok_or_else(|| anyhow!("no step of this container waits at a breakpoint"))?;
    let goes_on = what == "continue";
    let file = &waiting.post_file;
    if waiting.at == BEFORE {
        let exit = beside(file, BEFORE_EXIT);
        return write(&if goes_on { exit } else { suffix::err(&exit) }, "");
    }
    // The next step first: this one ends as soon as it sees its code.
    write(&if goes_on { file.clone() } else { suffix::err(file) }, "")?;
    write(&beside(file, AFTER_EXIT), if goes_on { "0" } else { "1" })
}

/// The step of this container, if it waits: the run folder of no other can be written here.
fn find() -> Result<Option<Waiting>> {
    let folders = fs::read_dir(RUN).with_context(|| format!("cannot read {RUN}"))?;
    let mut found = None;
    for folder in folders {
        let post_file = folder.with_context(|| format!("cannot read {RUN}"))?.path().join("out");
        let Some(waiting) = waiting(post_file) else { continue };
        if found.is_some() {
            bail!("more than one step waits: every run folder can be written here, which is not so in a Pod");
        }
        found = Some(waiting);
    }
    Ok(found)
}

/// The step that will post `post_file`, if it waits and its folder can be written.
fn waiting(post_file: PathBuf) -> Option<Waiting> {
    let lock = suffix::lock(&post_file);
    access(post_file.parent()?, AccessFlags::W_OK).ok()?;
    let noted = fs::read_to_string(&lock).ok()?;
    let at = [BEFORE, AFTER].into_iter().find(|at| *at == noted)?;
    // Free, it is what a step that was killed has left.
    let held = File::open(&lock).ok()?.try_lock_shared().is_err();
    held.then_some(Waiting { post_file, at })
}

fn write(file: &Path, content: &str) -> Result<()> {
    let named = || format!("cannot write {}", file.display());
    let mut staged = Staged::create(file, MODE).with_context(named)?;
    staged.file().write_all(content.as_bytes()).with_context(named)?;
    staged.publish().with_context(named)
}
