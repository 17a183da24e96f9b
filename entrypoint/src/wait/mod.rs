//! Waiting for the step before.

mod bell;
mod predecessor;
mod sought;
mod watch;

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

use crate::signals::{self, Signals};
use crate::starter::Starter;
pub use bell::Bell;
use predecessor::Predecessor;
pub use sought::Sought;
pub use watch::{Armed, Watch};

/// The look that needs no event, for mounts whose changes are made by another kernel. Today's Tekton looks as often.
pub const BACKSTOP: Duration = Duration::from_secs(1);
/// How often to look where there are no events at all: a user has 128 inotify instances by default, for all
/// containers of a node. A look is three system calls.
pub const BLIND: Duration = Duration::from_millis(100);
/// How long to go without a watch when the end of the step before will be heard. Most waits of a chain of short
/// steps are over by then, and a watch is dear: setting it up is cheap, but the process that had one is held up by
/// the kernel when it ends, 10 to 15 ms where many end at a time (`synchronize_srcu` for the marks it leaves).
pub const WATCHLESS: Duration = Duration::from_millis(50);

/// What poll counts in.
const TICK: Duration = Duration::from_millis(1);

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

/// Waits until `sought` or its `.err` is there (the file wins), its poster is dead, or a signal ends the wait. When the
/// turn has come `starter` may be done already, and it is withdrawn when it has not.
///
/// # Errors
/// When whether a file exists cannot be told, for want of permission for example; a file, or a whole folder,
/// that is not there yet is waited for.
pub fn wait_for(sought: &Sought, signals: &Signals, starter: Option<&Starter>) -> io::Result<Turn> {
    let turn = listen(sought, signals, starter);
    match turn {
        Ok(Turn::Run) => turn,
        turn if starter.is_none_or(Starter::withdraw) => turn,
        // Too late: it is the step's.
        Ok(Turn::Ended(signal)) => {
            signals::send_again(signal);
            Ok(Turn::Run)
        }
        _ => Ok(Turn::Run),
    }
}

fn listen(sought: &Sought, signals: &Signals, starter: Option<&Starter>) -> io::Result<Turn> {
    let file = std::path::absolute(sought.file)?;
    let ending = signals.ending()?;
    let bell = Bell::new()?;
    let mut watch = Watch::new(&file);
    let mut predecessor = Predecessor::new(&file, &bell, starter.map(|starter| (starter, sought.content)));
    let start = Instant::now();
    loop {
        // Hear of a death, then look: what the dead one posted with its last breath is seen.
        let dead = predecessor.dead();
        if let Some(turn) = sought.look()? {
            return Ok(turn);
        }
        if let Some(who) = dead {
            return Ok(Turn::Died(who));
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
        sleep(&[Some(ending.as_fd()), Some(bell.as_fd()), watch.events()], Some(look_again))?;
        bell.hush();
        watch.hush();
        if let Some(signal) = ending.read_signal()? {
            return Ok(Turn::Ended(signal.ssi_signo.cast_signed()));
        }
    }
}

/// Sleeps until one of `sources` is readable, or for `most` if it is given. It may wake up for nothing.
pub fn sleep(sources: &[Option<BorrowedFd>], most: Option<Duration>) -> nix::Result<()> {
    let mut sources: Vec<_> =
        sources.iter().flatten().map(|&fd| PollFd::new(fd, PollFlags::POLLIN)).collect();
    // In whole milliseconds: the moment waited for has passed for sure one later.
    let most = most.map(|most| if most.is_zero() { most } else { most + TICK });
    let timeout =
        most.map_or(PollTimeout::NONE, |most| PollTimeout::try_from(most).unwrap_or(PollTimeout::MAX));
    match poll(&mut sources, timeout) {
        Ok(_) | Err(Errno::EINTR) => Ok(()),
        Err(errno) => Err(errno),
    }
}
