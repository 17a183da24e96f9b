//! Waiting for a person: before the step, and behind one that failed.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::log;
use crate::post::Post;
use crate::signals::Signals;
use crate::wait::{self, Sought, Turn};

/// What the lock file holds while a person is waited for, for [`super::debug`].
pub const BEFORE: &str = "breakpoint before the step";
/// The same behind a step that failed.
pub const AFTER: &str = "breakpoint behind a failure";
/// What is put behind the post file's name for the file that lets the step run.
pub const BEFORE_EXIT: &str = ".beforestepexit";
/// The same for the file with the exit code of a step that failed.
pub const AFTER_EXIT: &str = ".breakpointexit";

/// How long whoever has made the file may take to write into it. Its scripts do both in one command.
const WRITTEN: Duration = Duration::from_secs(1);
/// How often to look meanwhile.
const LOOK: Duration = Duration::from_millis(20);

/// Waits before the step for a person to let it run, or not.
///
/// # Errors
/// Whether the files are there cannot be told.
pub fn before(post_file: &Path, post: &Post, signals: &Signals) -> Result<Turn> {
    let file = beside(post_file, BEFORE_EXIT);
    post.note(BEFORE);
    log::say("debug before step breakpoint has taken effect, waiting for a person to decide:");
    log::say(&format!(
        "{} lets the step run, {}.err does not; /tekton/bin/entrypoint debug continue, or fail, makes it",
        file.display(),
        file.display()
    ));
    wait(&file, signals)
}

/// Waits behind a step that failed, until a person ends it, and gives the exit code that they want.
///
/// # Errors
/// Whether the file is there cannot be told.
pub fn after(post_file: &Path, post: &Post, signals: &Signals) -> Result<Result<u8, Turn>> {
    let file = beside(post_file, AFTER_EXIT);
    post.note(AFTER);
    log::say(&format!(
        "the step failed and its container is kept: an exit code in {} ends it; /tekton/bin/entrypoint debug continue, \
         or fail, writes one",
        file.display()
    ));
    match wait(&file, signals)? {
        Turn::Run => {}
        turn => return Ok(Err(turn)),
    }
    let since = Instant::now();
    let mut text = fs::read_to_string(&file).unwrap_or_default();
    while text.trim().is_empty() && since.elapsed() < WRITTEN {
        sleep(LOOK);
        text = fs::read_to_string(&file).unwrap_or_default();
    }
    let code = match text.trim().parse::<i32>() {
        Ok(code) => code,
        Err(error) => {
            log::warn(&format!("cannot read an exit code in {}: {error}", file.display()));
            0
        }
    };
    log::say(&format!("Breakpoint exiting with exit code {code}"));
    // What the kernel makes of an exit code.
    Ok(Ok(code.to_le_bytes()[0]))
}

fn wait(file: &Path, signals: &Signals) -> Result<Turn> {
    wait::wait_for(&Sought::file(file), signals, None)
        .with_context(|| format!("waiting for {}", file.display()))
}

/// `post_file` with `suffix` behind its name.
pub fn beside(post_file: &Path, suffix: &str) -> PathBuf {
    let mut name = post_file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
