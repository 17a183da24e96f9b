//! A Pod in podman's containers, from what it needs to the ends of its steps.

use super::command::{feed, output, podman};
use super::documents::Documents;
use super::state;
use crate::engine::inbox::Inbox;
use crate::engine::mounted::in_volume;
use crate::engine::step::containers;
use crate::engine::supervise::{Containers, Left, until_ended};
use crate::engine::{End, Event, Force, Job, Outcome, Sink, Stream};
use anyhow::{Context, Result};
use jiff::Timestamp;
use shared_child::SharedChild;
use std::collections::HashMap;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

/// What is left of a container that podman does not know any more: podman's own exit code for that.
pub(super) const GONE: Left = Left { code: 125, passed_on: false, message: None, times: None };

/// A Pod that podman is to run.
pub(super) struct Running<'a> {
    pub job: &'a Job<'a>,
    /// The Pod's name.
    pub name: &'a str,
    /// `--network` of `podman kube play`.
    pub network: Option<&'a str>,
}

impl Running<'_> {
    /// Runs it to its end, and leaves it to be removed.
    pub fn run(self, documents: &Documents, inbox: &Inbox, sink: &mut Sink) -> Result<Vec<Option<End>>> {
        for (name, content) in &documents.secrets {
            feed(&mut podman(["secret", "create", name, "-"]), content)?;
        }
        for (name, archive) in &documents.volumes {
            output(&mut podman(["volume", "create", name]))?;
            feed(&mut podman(["volume", "import", name, "-"]), archive)?;
        }
        let mut ends = vec![None; self.job.steps.len()];
        let played = self.play(&documents.stream, inbox, sink)?;
        let good = self.init(&mut ends, inbox, sink)?;
        if let Err(error) = played {
            // An init container that failed is the Pod's failure, not podman's.
            return if good && !inbox.is_stopped() { Err(error) } else { Ok(ends) };
        }
        let mut started = HashMap::new();
        for step in (0..self.job.steps.len()).filter(|step| !self.job.steps[*step].init) {
            let mut logs = podman(["logs", "--follow", &self.container(step)]);
            logs.stdout(Stdio::piped()).stderr(Stdio::piped());
            inbox.follow(step, &Arc::new(SharedChild::spawn(&mut logs).context("cannot start podman")?));
            let at = Timestamp::now();
            started.insert(step, at);
            sink(Event::Started { step, at })?;
        }
        for (step, end) in until_ended(&started, self.job.grace, &self, inbox, sink)? {
            ends[step] = Some(end);
        }
        Ok(ends)
    }

    /// Tells what has become of the init containers; whether all of those that ran ended well.
    fn init(&self, ends: &mut [Option<End>], inbox: &Inbox, sink: &mut Sink) -> Result<bool> {
        let mut good = true;
        for step in (0..ends.len()).filter(|step| self.job.steps[*step].init) {
            let container = self.container(step);
            let Ok(Some(left)) = state::ended(&container) else { continue };
            let (started, finished) = left.times.unwrap_or_else(|| (Timestamp::now(), Timestamp::now()));
            sink(Event::Started { step, at: started })?;
            let logs = podman(["logs", &container]).output().context("cannot start podman")?;
            for (stream, bytes) in [(Stream::Stdout, logs.stdout), (Stream::Stderr, logs.stderr)] {
                for line in bytes.split_inclusive(|byte| *byte == b'\n') {
                    let line = line.strip_suffix(b"\n").unwrap_or(line).to_vec();
                    sink(Event::Line { step, stream, at: finished, line, cut: false })?;
                }
            }
            let outcome = Outcome::of(left.code, false, inbox.is_stopped());
            let end = left.end(outcome, (started, finished));
            sink(Event::Ended { step, end: end.clone() })?;
            good &= end.code == 0;
            ends[step] = Some(end);
        }
        Ok(good)
    }

    fn container(&self, step: usize) -> String {
        self.job.steps.get(step).map(|step| format!("{}-{}", self.name, step.container)).unwrap_or_default()
    }

    /// Whether the `.err` file of a step is in the emptyDir that podman keeps for it.
    fn passed_on(&self, step: usize) -> Option<bool> {
        let file = self.job.steps[step].error_file()?;
        let (container, _) = containers(self.job.pod).nth(step)?;
        let (volume, below) = in_volume(container, &file)?;
        let volume = format!("{}-{volume}", self.name);
        let folder =
            output(&mut podman(["volume", "inspect", "--format", "{{.Mountpoint}}", &volume])).ok()?;
        Some(Path::new(String::from_utf8(folder).ok()?.trim()).join(below).exists())
    }
}

impl Containers for Running<'_> {
    fn stop(&self, force: Force) {
        let signal = match force {
            Force::Terminate => "TERM",
            Force::Kill => "KILL",
        };
        // From the last to the first: a step that ends well on TERM must not find one behind it still waiting.
        for step in (0..self.job.steps.len()).rev() {
            // Those that do not run any more, or not yet, are none of our worries.
            podman(["kill", "--signal", signal, &self.container(step)]).output().ok();
        }
    }

    fn left(&self, step: usize, _code: i32) -> Left {
        let container = self.container(step);
        // The output has ended, so this takes no time unless the container has closed it early.
        let state = state::wait(&container).and_then(|()| state::ended(&container));
        let left = state.ok().flatten().unwrap_or(GONE);
        Left { passed_on: left.code == 0 && self.passed_on(step) == Some(true), ..left }
    }
}
