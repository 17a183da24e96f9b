//! Waiting until the steps of a Pod have ended, by what they post and by the locks that they hold.

use std::fs::{self, File};
use std::io;
use std::os::fd::AsFd;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use nix::sys::signalfd::SignalFd;

use crate::suffix;
use crate::wait::sleep;

/// Waits until every step below `run` has posted that it is done, or one that it failed, or one has died: those behind it
/// never run. Looks each time that `every` is over. A signal of `ending` ends the wait too, and is given then.
///
/// # Errors
/// The steps cannot be listed, or there is no waiting.
pub fn wait(run: &Path, every: Duration, ending: Option<&SignalFd>) -> Result<Option<i32>> {
    let steps = fs::read_dir(run).with_context(|| format!("cannot list {}", run.display()))?;
    let steps = steps.map(|step| step.map(|step| step.path().join("out")));
    let mut posts = steps.collect::<io::Result<Vec<_>>>()?;
    loop {
        if posts.iter().any(|post| suffix::err(post).exists() || is_dead(post)) {
            return Ok(None);
        }
        posts.retain(|post| !post.exists());
        if posts.is_empty() {
            return Ok(None);
        }
        sleep(&[ending.map(AsFd::as_fd)], Some(every)).context("cannot wait for the steps")?;
        if let Some(signal) = ending.and_then(|ending| ending.read_signal().ok().flatten()) {
            return Ok(Some(signal.ssi_signo.cast_signed()));
        }
    }
}

/// Whether who should post `post` has died without it. No lock means not started yet, and one that cannot be asked for
/// means nothing.
fn is_dead(post: &Path) -> bool {
    let free = File::open(suffix::lock(post)).is_ok_and(|lock| lock.try_lock_shared().is_ok());
    // It posts before it lets go.
    free && !post.exists() && !suffix::err(post).exists()
}
