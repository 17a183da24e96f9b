//! INT, TERM and HUP as news.

use super::news::News;
use anyhow::{Context, Result};
use nix::sys::signal::{SigSet, Signal};
use std::sync::mpsc::SyncSender;
use std::{fs, process, thread};

/// The signals by which users and systems end programs.
const ENDING: [Signal; 3] = [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP];

/// Has the ending signals delivered as `news` from now on, except those that the caller has this program
/// ignore (`nohup`, or `&` in a shell without job control). The third one ends the program at once: the
/// kernel and the janitors clean up then.
///
/// # Errors
/// When the kernel does not let signals be blocked.
pub fn watch(news: SyncSender<News>) -> Result<()> {
    let ignored = ignored();
    let signals: SigSet =
        ENDING.into_iter().filter(|signal| ignored >> (*signal as u32 - 1) & 1 == 0).collect();
    signals.thread_block().context("cannot block signals")?;
    thread::spawn(move || {
        let mut count = 0;
        while let Ok(signal) = signals.wait() {
            count += 1;
            if count == 3 {
                process::exit(128 + signal as i32);
            }
            // On a thread of its own, since the news may have to wait (for a terminal that is held, say), and the
            // next signal must not. When nobody listens any more, the run ends as it is.
            let news = news.clone();
            thread::spawn(move || news.send(News::Signal(signal)).ok());
        }
    });
    Ok(())
}

/// The signals that are ignored, as a mask: bit n-1 is signal n (`proc_pid_status(5)`).
fn ignored() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}
