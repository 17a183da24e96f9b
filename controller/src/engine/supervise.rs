//! Sees running containers through to their end: passes their output on, and ends them when asked to.

use super::inbox::Inbox;
use super::lines::Lines;
use super::message::{Message, Stream};
use super::order::Force;
use super::{End, Event, Outcome, Sink};
use anyhow::Result;
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

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
    let mut asked: Option<Force> = None;
    let mut told = HashSet::new();
    while ends.len() < steps.len() {
        let order = inbox.order();
        let deadline = order.filter(|order| order.force == Force::Terminate).map(|order| order.at + grace);
        let is_over = deadline.is_some_and(|deadline| Instant::now() >= deadline);
        let force = if is_over { Some(Force::Kill) } else { order.map(|order| order.force) };
        if force > asked {
            if is_over {
                sink(Event::Note("the grace period is over: killing what still runs".into()))?;
            }
            if let Some(force) = force {
                containers.stop(force);
            }
            asked = force;
        }
        let message = if let Ok(message) = inbox.receiver.try_recv() {
            Ok(message)
        } else {
            sink(Event::Pause)?;
            next(inbox, deadline.filter(|_| !is_over))
        };
        // An error says that the deadline has passed, which the next turn sees.
        if let Ok(message) = message {
            watch.take(message, sink)?;
        }
        for (step, code, at) in watch.ended() {
            if told.insert(step) {
                let left = containers.left(step, code);
                let outcome = Outcome::of(left.code, left.passed_on, inbox.is_stopped());
                let end = left.end(outcome, (steps[&step], at));
                sink(Event::Ended { step, end: end.clone() })?;
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
                    let line =
                        |line: &[u8], cut| sink(Event::Line { step, stream, at, line: line.to_vec(), cut });
                    lines.feed(&bytes, line)?;
                }
            }
            Message::Closed { step, stream } => {
                if let Some(mut lines) = self.lines.remove(&(step, stream)) {
                    let at = Timestamp::now();
                    lines.finish(|line, cut| {
                        sink(Event::Line { step, stream, at, line: line.to_vec(), cut })
                    })?;
                }
            }
            Message::Exited { step, at, code } => {
                self.codes.insert(step, (code, at));
            }
            Message::Ordered => {}
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
