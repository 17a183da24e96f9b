//! A step that prints at a pace: this benchmark itself, called as [`WORD`] FILE TIMES.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{Write, stdout};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// What makes the benchmark such a step.
pub const WORD: &str = "print-at-a-pace";

/// Bytes a second: what a step that prints as fast as it can gets rid of without masks.
const PACE: f64 = 1e9;

/// Bytes that are written at a time, as `cat` does.
const PIECE: usize = 128 << 10;

/// The words of a step that prints `log` so many `times`.
pub fn step(log: &str, times: usize) -> Result<[String; 4]> {
    let program = env::current_exe()?.into_os_string().into_string().ok().context("a path in UTF-8")?;
    Ok([program, WORD.into(), log.into(), times.to_string()])
}

/// Is the step, with the words behind [`WORD`].
pub fn print(mut words: impl Iterator<Item = OsString>) -> Result<()> {
    let log = fs::read(words.next().context("which file?")?)?;
    let times: usize =
        words.next().and_then(|word| word.to_str()?.parse().ok()).context("how many times?")?;
    let (start, mut printed, mut output) = (Instant::now(), 0, stdout().lock());
    for piece in std::iter::repeat_n(log.chunks(PIECE), times).flatten() {
        output.write_all(piece)?;
        printed += piece.len();
        #[allow(clippy::cast_precision_loss)] // far below 2^52
        sleep(Duration::from_secs_f64(printed as f64 / PACE).saturating_sub(start.elapsed()));
    }
    Ok(())
}
