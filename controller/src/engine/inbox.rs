//! What the thread of a Pod waits for while it runs: output, ends of processes, and the order to end.

use super::message::{Message, Stream};
use super::order::{Order, Reins};
use crate::engine::process::exit_code;
use jiff::Timestamp;
use shared_child::SharedChild;
use std::io::Read;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// As much as a pipe holds, so that a fast writer is read in as few turns as can be.
const CHUNK: usize = 64 * 1024;

/// How many messages may wait: 4 MiB of output, after which a step that writes faster than its output can be
/// shown waits, as it would in a pipe.
const WAITING: usize = 64;

/// Where messages arrive.
#[derive(Debug)]
pub struct Inbox {
    sender: SyncSender<Message>,
    pub(super) receiver: Receiver<Message>,
    reins: Reins,
}

impl Inbox {
    /// An empty inbox.
    #[expect(clippy::new_without_default, reason = "channels are made, not defaulted")]
    pub fn new() -> Inbox {
        let (sender, receiver) = sync_channel(WAITING);
        let reins = Reins::new(sender.clone());
        Inbox { sender, receiver, reins }
    }

    /// What ends the Pod from another thread.
    pub fn reins(&self) -> Reins {
        self.reins.clone()
    }

    /// Whether the Pod has been told to end.
    pub fn is_stopped(&self) -> bool {
        self.order().is_some()
    }

    pub(super) fn order(&self) -> Option<Order> {
        self.reins.order()
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
        // A failing send means that the Pod's thread has given up on it; there is nobody to tell.
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
