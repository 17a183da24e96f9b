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
    paused: bool,
    news: SyncSender<News>,
}

impl Reporter {
    /// The reporter of Pod number `pod`, which shows nothing that `mask` hides.
    pub fn new(pod: usize, mask: Mask, news: SyncSender<News>) -> Reporter {
        Reporter { pod, mask, events: Vec::new(), bytes: 0, paused: true, news }
    }

    /// Reports `event`: lines together, everything else at once.
    ///
    /// # Errors
    /// When nobody listens any more.
    pub fn tell(&mut self, mut event: Event) -> io::Result<()> {
        self.hide(&mut event);
        let line =
            if let Event::Line { line, .. } = &event { Some(line.len() + size_of::<Event>()) } else { None };
        let pauses = matches!(event, Event::Pause);
        // A pause after a pause says nothing. After all else it does, be that sent already: it has not been shown yet.
        if pauses && self.paused {
            return Ok(());
        }
        self.paused = pauses;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Stream;
    use jiff::Timestamp;
    use std::sync::mpsc::sync_channel;

    #[test]
    fn a_pause_is_told_once_whatever_comes_before() {
        let (sender, news) = sync_channel(WAITING);
        let mut reporter = Reporter::new(0, Mask::default(), sender);
        let at = Timestamp::now();
        let line = Event::Line { step: 0, stream: Stream::Stdout, at, line: b"up".to_vec(), cut: false };
        for event in [Event::Pause, line, Event::Started { step: 1, at }, Event::Pause, Event::Pause] {
            reporter.tell(event).unwrap();
        }
        let sent = |news| if let News::Events { events, .. } = news { events } else { Vec::new() };
        let sent: Vec<_> = news.try_iter().flat_map(sent).collect();
        assert!(matches!(sent[..], [Event::Line { .. }, Event::Started { .. }, Event::Pause]), "{sent:?}");
    }
}
