//! What the thread that shows the run hears from those of its Pods.

use crate::engine::{End, Event};
use crate::mask::Mask;
use anyhow::Result;
use nix::sys::signal::Signal;
use std::io;
use std::sync::mpsc::SyncSender;

/// As many bytes of lines are sent at a time, when more is waiting already.
const BATCH: usize = 1 << 16;

/// As many pieces of news may wait; a Pod that has more to say waits then, and its steps with it.
pub const WAITING: usize = 64;

/// One piece of news.
#[derive(Debug)]
pub enum News {
    /// What has happened in a Pod, in order.
    Events {
        /// Its number.
        pod: usize,
        /// The events.
        events: Vec<Event>,
    },
    /// A Pod has ended, or could not be run.
    Finished {
        /// Its number.
        pod: usize,
        /// How its steps ended.
        ends: Result<Vec<Option<End>>>,
    },
    /// The user asks for the end.
    Signal(Signal),
}

/// Sends the news of one Pod, without the secrets in it.
pub struct Reporter {
    pod: usize,
    mask: Mask,
    events: Vec<Event>,
    bytes: usize,
    news: SyncSender<News>,
}

impl Reporter {
    /// The reporter of Pod number `pod`, which shows nothing that `mask` hides.
    pub fn new(pod: usize, mask: Mask, news: SyncSender<News>) -> Reporter {
        Reporter { pod, mask, events: Vec::new(), bytes: 0, news }
    }

    /// Reports `event`: lines together, everything else at once.
    ///
    /// # Errors
    /// When nobody listens any more.
    pub fn tell(&mut self, mut event: Event) -> io::Result<()> {
        self.hide(&mut event);
        let line =
            if let Event::Line { line, .. } = &event { Some(line.len() + size_of::<Event>()) } else { None };
        // A pause after a pause says nothing.
        if matches!(event, Event::Pause) && self.events.is_empty() {
            return Ok(());
        }
        self.bytes += line.unwrap_or(BATCH);
        self.events.push(event);
        if self.bytes < BATCH { Ok(()) } else { self.send() }
    }

    /// Reports the end of the Pod; when nobody listens, nobody wants to know.
    pub fn finish(mut self, ends: Result<Vec<Option<End>>>) {
        self.send().ok();
        self.news.send(News::Finished { pod: self.pod, ends }).ok();
    }

    /// Secrets are looked for here, on the Pod's own thread.
    fn hide(&self, event: &mut Event) {
        match event {
            Event::Line { line, .. } => self.mask.hide(line),
            Event::Ended { end: End { message: Some(message), .. }, .. } => {
                *message = self.mask.text(message);
            }
            Event::Note(note) => *note = self.mask.text(note),
            Event::Started { .. } | Event::Ended { .. } | Event::Pause => {}
        }
    }

    fn send(&mut self) -> io::Result<()> {
        self.bytes = 0;
        let events = std::mem::take(&mut self.events);
        self.news.send(News::Events { pod: self.pod, events }).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}
