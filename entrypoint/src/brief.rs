//! How long at least what init containers run takes: `BATON_MIN_RUNTIME`. CRI-O takes a container that ends before it has
//! looked at it for one that failed with 255.

use std::env;
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use goflags::GoDuration;

use crate::fail;
use crate::say::check_format;
use crate::signals::Signals;
use crate::wait;

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
    match env::var_os(VARIABLE) {
        Some(text) if !text.is_empty() => {
            let time = text.to_string_lossy().parse::<GoDuration>();
            Ok(time.map_err(|why| anyhow!("{VARIABLE}: {why}"))?.0)
        }
        _ => Ok(Duration::ZERO),
    }
}

/// Without signals to hear of it waits all the same: the work is done.
fn linger(time: Duration) {
    let ending = Signals::block().and_then(|signals| signals.ending());
    let _ = wait::sleep(&[ending.as_ref().ok().map(AsFd::as_fd)], Some(time));
}
