//! How long at least what init containers run takes: `BATON_MIN_RUNTIME`. CRI-O takes a container that ends before it has
//! looked at it for one that failed with 255.

use std::env;
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::fail;
use crate::say::check_format;
use crate::signals::Signals;
use crate::{variable, wait};

/// The variable that holds the time, as Go writes it.
const VARIABLE: &str = "BATON_MIN_RUNTIME";

/// Does `work`, which gives an exit code, and waits for what is left of the time; a signal that ends a wait ends it.
pub fn at_least(work: impl FnOnce() -> u8) -> u8 {
    let start = Instant::now();
    let least = match check_format().and_then(|()| least()) {
        Ok(least) => least,
        Err(error) => return fail(&error),
    };
    let exit = work();
    let left = least.saturating_sub(start.elapsed());
    if !left.is_zero() {
        linger(left);
    }
    exit
}

fn least() -> Result<Duration> {
    Ok(variable::duration(VARIABLE, env::var_os(VARIABLE))?.unwrap_or_default())
}

/// Without signals to hear of it waits all the same: the work is done.
fn linger(time: Duration) {
    let ending = Signals::block().and_then(|signals| signals.ending());
    let _ = wait::sleep(&[ending.as_ref().ok().map(AsFd::as_fd)], Some(time));
}
