//! Waiting for the step before.

mod bell;
mod predecessor;
mod watch;

use std::io;
use std::os::fd::AsFd;
use std::path::Path;
use std::time::{Duration, Instant};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

use crate::signals::Signals;
use crate::suffix;
use bell::Bell;
use predecessor::Predecessor;
use watch::{Armed, Watch};

/// The look that needs no event, for mounts whose changes are made by another kernel. Today's Tekton looks as often.
const BACKSTOP: Duration = Duration::from_secs(1);
/// How often to look where there are no events at all: a user has 128 inotify instances by default, for all
/// containers of a node. A look is three system calls.
const BLIND: Duration = Duration::from_millis(100);
/// How long to go without a watch when the end of the step before will be heard. Most waits of a chain of short
/// steps are over by then, and a watch is dear: setting it up is cheap, but the process that had one is held up by
/// the kernel when it ends, 10 to 15 ms where many end at a time (`synchronize_srcu` for the marks it leaves).
const WATCHLESS: Duration = Duration::from_millis(50);

/// How the waiting ended.
pub enum Turn {
    /// The file is there.
    Run,
    /// Its `.err` is there.
    Skip,
    /// Who should have posted it is dead. Holds who that was, for people.
    Died(String),
    /// This signal ended the wait.
    Ended(i32),
}

/// Waits until `file` or its `.err` exists (`file` wins), its poster is dead, or a signal ends the wait.
///
/// # Errors
/// When whether a file exists cannot be told, for want of permission for example; a file, or a whole folder,
/// that is not there yet is waited for.
pub fn wait_for(file: &Path, signals: &Signals) -> io::Result<Turn> {
    let file = std::path::absolute(file)?;
    let ending = signals.ending()?;
    let bell = Bell::new()?;
    let mut watch = Watch::new(&file, &bell);
    let mut predecessor = Predecessor::new(&file, &bell);
    let start = Instant::now();
    loop {
        // Hear of a death, then look: what the dead one posted with its last breath is seen.
        let dead = predecessor.dead();
        if let Some(turn) = look(&file, dead)? {
            return Ok(turn);
        }
        let look_again = if predecessor.heard() && start.elapsed() < WATCHLESS {
            WATCHLESS
        } else {
            match watch.arm() {
                // What appeared between the look and the watch rings no bell.
                Armed::Anew => continue,
                Armed::Already => BACKSTOP,
                Armed::Not => BLIND,
            }
        };
        let mut sources = [ending.as_fd(), bell.as_fd()].map(|source| PollFd::new(source, PollFlags::POLLIN));
        poll(&mut sources, PollTimeout::try_from(look_again).unwrap_or(PollTimeout::MAX))?;
        bell.hush();
        if let Some(signal) = ending.read_signal()? {
            return Ok(Turn::Ended(signal.ssi_signo.cast_signed()));
        }
    }
}

/// What the files say, and what follows from the death of `dead` if they say nothing.
fn look(file: &Path, dead: Option<String>) -> io::Result<Option<Turn>> {
    if file.try_exists()? {
        return Ok(Some(Turn::Run));
    }
    if suffix::err(file).try_exists()? {
        return Ok(Some(Turn::Skip));
    }
    Ok(dead.map(Turn::Died))
}
