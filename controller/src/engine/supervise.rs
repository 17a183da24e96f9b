//! Sees running containers through to their end: passes their output on, and ends them when asked to.

use super::inbox::{Inbox, Message, Stream};
use super::lines::Lines;
use super::{End, Event, Outcome, Sink};
use anyhow::Result;
use jiff::Timestamp;
use nix::sys::signal::Signal;
use std::collections::{HashMap, HashSet};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

/// How hard a container is asked to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Force {
    /// It may finish what it does.
    Terminate,
    /// It is ended at once.
    Kill,
}

/// What the engines do each in their way.
pub trait Containers {
    /// Asks all running containers to end.
    fn stop(&self, force: Force);
    /// What a container has left behind whose followed process has ended with `code`.
    fn left(&self, step: usize, code: i32) -> Left;
}

/// What can be known of a container that has ended.
#[derive(Debug)]
pub struct Left {
    /// Its exit code.
    pub code: i32,
    /// Whether its `.err` file is there.
    pub passed_on: bool,
    /// Its termination message.
    pub message: Option<String>,
    /// When it started and ended, if the engine knows better than by watching.
    pub times: Option<(Timestamp, Timestamp)>,
}

impl Left {
    /// The end of the container, which was seen to start and to end at `seen`.
    pub fn end(self, outcome: Outcome, seen: (Timestamp, Timestamp)) -> End {
        let (started, finished) = self.times.unwrap_or(seen);
        End { code: self.code, outcome, started, finished, message: self.message }
    }
}

/// Waits for the end of `steps`, all of which have started. Their ends are told to `sink` and returned in the
/// order in which they came.
///
/// # Errors
/// When `sink` fails; the containers still run then.
pub fn until_ended(
    steps: &HashMap<usize, Timestamp>,
    grace: Duration,
    containers: &dyn Containers,
    inbox: &Inbox,
    sink: &mut Sink,
) -> Result<Vec<(usize, End)>> {
    let mut watch = Watch { lines: HashMap::new(), codes: HashMap::new() };
    watch.lines.extend(
        steps.keys().flat_map(|step| {
            [Stream::Stdout, Stream::Stderr].map(|stream| ((*step, stream), Lines::default()))
        }),
    );
    let mut ends = Vec::new();
    let mut deadline: Option<Instant> = None;
    let mut told = HashSet::new();
    while ends.len() < steps.len() {
        let message = match (inbox.receiver.try_recv(), deadline) {
            (Ok(message), _) => Ok(message),
            (Err(_), deadline) => {
                sink(Event::Pause)?;
                next(inbox, deadline)
            }
        };
        match message {
            Ok(Message::Signal(signal)) => {
                let force = if inbox.stop(signal) { Force::Terminate } else { Force::Kill };
                deadline = (force == Force::Terminate).then(|| Instant::now() + grace);
                sink(Event::Note(notice(signal, force, grace)))?;
                containers.stop(force);
            }
            Ok(message) => watch.take(message, sink)?,
            Err(_) => {
                deadline = None;
                sink(Event::Note("the grace period is over: killing what still runs".into()))?;
                containers.stop(Force::Kill);
            }
        }
        for (step, code, at) in watch.ended() {
            if told.insert(step) {
                let left = containers.left(step, code);
                let outcome = Outcome::of(left.code, left.passed_on, inbox.stopped_by().is_some());
                let end = left.end(outcome, (steps[&step], at));
                sink(Event::Ended { step, end: &end })?;
                ends.push((step, end));
            }
        }
    }
    Ok(ends)
}

/// The next message, or an error once `deadline` has passed.
fn next(inbox: &Inbox, deadline: Option<Instant>) -> Result<Message, RecvTimeoutError> {
    match deadline {
        None => inbox.receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
        Some(deadline) => inbox.receiver.recv_timeout(deadline.saturating_duration_since(Instant::now())),
    }
}

fn notice(signal: Signal, force: Force, grace: Duration) -> String {
    match force {
        Force::Terminate => format!("{signal}: stopping, at most {} s; once more to kill", grace.as_secs()),
        Force::Kill => format!("{signal} again: killing"),
    }
}

/// What is known of the containers so far.
struct Watch {
    /// The outputs that are still open.
    lines: HashMap<(usize, Stream), Lines>,
    /// The exit codes of those whose process has ended, and when it did.
    codes: HashMap<usize, (i32, Timestamp)>,
}

impl Watch {
    fn take(&mut self, message: Message, sink: &mut Sink) -> Result<()> {
        match message {
            Message::Output { step, stream, at, bytes } => {
                if let Some(lines) = self.lines.get_mut(&(step, stream)) {
                    lines.feed(&bytes, |line, cut| sink(Event::Line { step, stream, at, line, cut }))?;
                }
            }
            Message::Closed { step, stream } => {
                if let Some(mut lines) = self.lines.remove(&(step, stream)) {
                    let at = Timestamp::now();
                    lines.finish(|line, cut| sink(Event::Line { step, stream, at, line, cut }))?;
                }
            }
            Message::Exited { step, at, code } => {
                self.codes.insert(step, (code, at));
            }
            Message::Signal(_) => {}
        }
        Ok(())
    }

    /// The containers that have ended and have nothing more to say.
    fn ended(&self) -> Vec<(usize, i32, Timestamp)> {
        let open =
            |step| [Stream::Stdout, Stream::Stderr].iter().any(|s| self.lines.contains_key(&(step, *s)));
        self.codes
            .iter()
            .filter(|(step, _)| !open(**step))
            .map(|(step, (code, at))| (*step, *code, *at))
            .collect()
    }
}
