//! Ending a run of git-init from outside, and how it has to take it.

use std::fs::{self, File};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tests::{Stopwatch, eventually, send};

use crate::clone::Bench;

/// What ends it.
#[derive(Debug, Clone, Copy)]
pub enum By {
    /// A signal, and the exit code that it makes.
    Signal(i32, i32),
    /// `-timeout`.
    Timeout,
}

/// SIGTERM and SIGINT, with the exit codes that shells give them.
pub const TERM: By = By::Signal(15, 143);
pub const INT: By = By::Signal(2, 130);
pub const ALL: [By; 3] = [TERM, INT, By::Timeout];

/// Longer than it takes to come to where a run is to be ended.
const TIMEOUT: Duration = Duration::from_millis(1500);

/// Starts git-init with `args`, ends it `by` some means once `there`, which gets what it has said so far, and holds how it
/// ends to the terms: within a second, with the exit code, and with one line that says why.
pub fn ended(bench: &Bench, args: &[&str], by: By, there: impl FnMut(&str) -> bool) {
    let mut command = bench.command(args);
    ended_command(bench, &mut command, by, there);
}

/// The same with a command.
pub fn ended_command(bench: &Bench, command: &mut Command, by: By, mut there: impl FnMut(&str) -> bool) {
    let log = tempfile::NamedTempFile::new_in(bench.root()).unwrap();
    if matches!(by, By::Timeout) {
        command.arg(format!("-timeout={TIMEOUT:?}"));
    }
    let started = Stopwatch::start();
    let mut child = command
        .stdout(Stdio::null())
        .stderr(File::options().append(true).open(log.path()).unwrap())
        .spawn()
        .unwrap();
    let said = || fs::read_to_string(log.path()).unwrap();
    eventually("it is there", || {
        let status = child.try_wait().unwrap();
        assert!(status.is_none(), "{command:?} ended too early, {status:?}: {}", said());
        there(&said()).then_some(())
    });
    let (since, at, code, why) = match by {
        By::Signal(signal, code) => {
            let now = Stopwatch::start();
            send(child.id(), signal);
            (now, Duration::ZERO, code, "stopped by SIG")
        }
        By::Timeout => (started, TIMEOUT, 1, "not done within 1.5s"),
    };
    let status = child.wait().unwrap();
    let took = since.elapsed().saturating_sub(at);
    let said = said();
    assert_eq!(status.code(), Some(code), "{command:?}: {said}");
    assert!(took < Duration::from_secs(1), "{command:?}: {took:?}");
    let lines: Vec<Value> = said
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{command:?}: {line}")))
        .collect();
    let is_why = |line: &Value| line["msg"].as_str().unwrap().contains(why);
    assert!(lines.last().is_some_and(is_why), "{command:?}: {said}");
    assert_eq!(lines.iter().filter(|line| is_why(line) || line["level"] == "error").count(), 1, "{said}");
}
