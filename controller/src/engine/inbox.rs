//! What the main thread waits for while a Pod runs: output, ends of processes, and the user's signals.

use crate::engine::process::exit_code;
use jiff::Timestamp;
use nix::sys::signal::Signal;
use shared_child::SharedChild;
use std::cell::Cell;
use std::io::Read;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// As much as a pipe holds, so that a fast writer is read in as few turns as can be.
const CHUNK: usize = 64 * 1024;

/// How many messages may wait: 4 MiB of output, after which a step that writes faster than its output can be
/// shown waits, as it would in a pipe.
const WAITING: usize = 64;

/// One of a container's two outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// What can happen, and when. A step is its index in the Pod.
#[derive(Debug)]
pub(super) enum Message {
    Output { step: usize, stream: Stream, at: Timestamp, bytes: Vec<u8> },
    Closed { step: usize, stream: Stream },
    Exited { step: usize, at: Timestamp, code: i32 },
    Signal(Signal),
}

/// Where it arrives.
#[derive(Debug)]
pub struct Inbox {
    sender: SyncSender<Message>,
    pub(super) receiver: Receiver<Message>,
    /// The first signal that asked for the end.
    stop: Cell<Option<Signal>>,
}

impl Inbox {
    /// An empty inbox.
    #[expect(clippy::new_without_default, reason = "channels are made, not defaulted")]
    pub fn new() -> Inbox {
        let (sender, receiver) = sync_channel(WAITING);
        Inbox { sender, receiver, stop: Cell::new(None) }
    }

    /// The signal by which the user has ended the run, if so.
    pub fn stopped_by(&self) -> Option<Signal> {
        self.stop.get()
    }

    /// Remembers the first signal; whether this is the first.
    pub(super) fn stop(&self, signal: Signal) -> bool {
        let first = self.stop.get().is_none();
        if first {
            self.stop.set(Some(signal));
        }
        first
    }

    /// A way to deliver signals from another thread; false when the main thread is gone.
    pub fn postman(&self) -> impl Fn(Signal) -> bool + Send + 'static {
        let sender = self.sender.clone();
        move |signal| sender.send(Message::Signal(signal)).is_ok()
    }

    /// Has the output of `child` and its end delivered here as those of `step`.
    pub fn follow(&self, step: usize, child: &Arc<SharedChild>) {
        if let Some(stdout) = child.take_stdout() {
            self.read(step, Stream::Stdout, stdout);
        }
        if let Some(stderr) = child.take_stderr() {
            self.read(step, Stream::Stderr, stderr);
        }
        let (sender, child) = (self.sender.clone(), Arc::clone(child));
        // A failing send means that the main thread has given up on this Pod; there is nobody to tell.
        thread::spawn(move || {
            let code = child.wait().map_or(1, |status| i32::from(exit_code(status)));
            sender.send(Message::Exited { step, at: Timestamp::now(), code }).ok();
        });
    }

    fn read(&self, step: usize, stream: Stream, mut output: impl Read + Send + 'static) {
        let sender = self.sender.clone();
        thread::spawn(move || {
            let mut buffer = vec![0; CHUNK];
            while let Ok(length @ 1..) = output.read(&mut buffer) {
                let (at, bytes) = (Timestamp::now(), buffer[..length].to_vec());
                if sender.send(Message::Output { step, stream, at, bytes }).is_err() {
                    return;
                }
            }
            sender.send(Message::Closed { step, stream }).ok();
        });
    }
}
