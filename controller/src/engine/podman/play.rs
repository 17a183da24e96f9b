//! Has podman make a Pod, and run its init containers.

use super::command::podman;
use super::running::{GONE, Running};
use crate::engine::inbox::Inbox;
use crate::engine::supervise::{Containers, Left, until_ended};
use crate::engine::{Event, Force, Sink, Stream};
use anyhow::{Context, Result};
use jiff::Timestamp;
use shared_child::SharedChild;
use std::collections::HashMap;
use std::io::Write;
use std::process::Stdio;
use std::sync::Arc;
use std::thread;

impl Running<'_> {
    /// Has podman make the Pod, run its init containers and start the others. The inner error is podman's own.
    pub(super) fn play(&self, stream: &[u8], inbox: &Inbox, sink: &mut Sink) -> Result<Result<()>> {
        let mut command = podman(["kube", "play", "--quiet", "--log-driver", "k8s-file"]);
        command.args(self.network.map(|network| format!("--network={network}"))).arg("-");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = Arc::new(SharedChild::spawn(&mut command).context("cannot start podman")?);
        let mut stdin = child.take_stdin().context("podman has no stdin")?;
        let stream = stream.to_vec();
        // Not read to its end when podman fails, which it says itself.
        thread::spawn(move || stdin.write_all(&stream).ok());

        let itself = self.job.steps.len(); // podman's own output, as if of one more container
        inbox.follow(itself, &child);
        let mut said = String::new();
        let mut own = |event: Event| match event {
            Event::Line { step, stream: Stream::Stderr, line, .. } if step == itself => {
                said.push_str(&String::from_utf8_lossy(&line));
                said.push('\n');
                Ok(())
            }
            Event::Note(note) => sink(Event::Note(note)),
            _ => Ok(()),
        };
        let started = HashMap::from([(itself, Timestamp::now())]);
        let playing = Playing { running: self, child };
        let ends = until_ended(&started, self.job.grace, &playing, inbox, &mut own)?;
        let code = ends.first().map_or(1, |(_, end)| end.code);
        Ok(if code == 0 { Ok(()) } else { Err(anyhow::anyhow!("podman kube play: {}", said.trim())) })
    }
}

/// A Pod that podman is making: it pulls images, and runs the init containers.
struct Playing<'a> {
    running: &'a Running<'a>,
    child: Arc<SharedChild>,
}

impl Containers for Playing<'_> {
    fn stop(&self, force: Force) {
        self.running.stop(force);
        // Asked kindly, podman would leave containers that have started already without anyone to follow them.
        if force == Force::Kill {
            self.child.kill().ok(); // an error means that it has just ended
        }
    }

    fn left(&self, _step: usize, code: i32) -> Left {
        Left { code, ..GONE }
    }
}
