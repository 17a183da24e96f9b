//! Runs a Pod: has podman play it, follows its containers, and removes it.

use super::command::{feed, output, podman};
use super::{documents, has_image, state};
use crate::engine::inbox::Inbox;
use crate::engine::janitor::{Janitor, Task};
use crate::engine::mounted::in_volume;
use crate::engine::step::containers;
use crate::engine::supervise::{Containers, Left, until_ended};
use crate::engine::{End, Engine, Event, Force, Job, Outcome, SharedVolume, Sink, Stream, images};
use crate::model::namespace_of;
use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use k8s_openapi::api::core::v1::{PersistentVolumeClaim, Pod};
use shared_child::SharedChild;
use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::thread;

/// Engine `podman`.
#[derive(Debug, Default)]
pub struct Podman {
    /// `--network` of `podman kube play`; podman's default when not given.
    pub network: Option<String>,
    /// Why this engine was chosen, if the user did not.
    pub why: Option<String>,
}

impl Engine for Podman {
    fn name(&self) -> &'static str {
        "podman"
    }

    fn introduction(&self, _pods: &[&Pod]) -> String {
        let why = self.why.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
        format!("engine podman{why}")
    }

    fn volume(&self, claim: &PersistentVolumeClaim) -> Result<SharedVolume> {
        let name = claim.metadata.name.as_deref().context("the claim has no name")?;
        let place = format!("{name}-{}", namespace_of(&claim.metadata));
        let exists = ["volume", "exists", place.as_str()];
        if output(&mut podman(exists)).is_ok() {
            bail!("podman has a volume {place} already: remove it with `podman volume rm {place}`");
        }
        let remove = ["podman", "volume", "rm", "--force", place.as_str()].map(str::to_owned);
        let janitor = Janitor::hire(&Task::Run(vec![remove.to_vec()]))?;
        output(&mut podman(["volume", "create", place.as_str()]))?;
        Ok(SharedVolume::new(place, janitor))
    }

    fn run(&self, job: &Job, inbox: &Inbox, sink: &mut Sink) -> Result<Vec<Option<End>>> {
        let name = job.pod.metadata.name.as_deref().context("the Pod has no name")?;
        if output(&mut podman(["pod", "exists", name])).is_ok() {
            bail!("podman has a Pod {name} already: remove it with `podman pod rm -f {name}`");
        }
        // No registry of that name would answer, and podman asks it several times.
        if let Some(image) = images(job.pod).iter().find(|it| it.starts_with("localhost/") && !has_image(it))
        {
            bail!(
                "podman has no image {image}: build it (images/build makes ours), or use `--engine process`"
            );
        }
        let documents = documents::translate(job)?;
        let janitor = Janitor::hire(&Task::Run(documents.cleaning(name)))?;
        let ends = Running { job, name, network: self.network.as_deref() }.run(&documents, inbox, sink);
        if job.keep {
            janitor.dismiss()?;
            sink(Event::Note(format!("kept the Pod: podman pod inspect {name}")))?;
        } else {
            janitor.finish()?;
        }
        ends
    }
}

struct Running<'a> {
    job: &'a Job<'a>,
    name: &'a str,
    network: Option<&'a str>,
}

impl Running<'_> {
    fn run(
        self,
        documents: &documents::Documents,
        inbox: &Inbox,
        sink: &mut Sink,
    ) -> Result<Vec<Option<End>>> {
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

    /// Has podman make the Pod, run its init containers and start the others. The inner error is podman's own.
    fn play(&self, stream: &[u8], inbox: &Inbox, sink: &mut Sink) -> Result<Result<()>> {
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
        let ends = until_ended(&started, self.job.grace, self, inbox, &mut own)?;
        let code = ends.first().map_or(1, |(_, end)| end.code);
        Ok(if code == 0 { Ok(()) } else { Err(anyhow::anyhow!("podman kube play: {}", said.trim())) })
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

    fn left(&self, step: usize, code: i32) -> Left {
        let itself = Left { code, passed_on: false, message: None, times: None };
        if step >= self.job.steps.len() {
            return itself;
        }
        let container = self.container(step);
        // The output has ended, so this takes no time unless the container has closed it early.
        let state = state::wait(&container).and_then(|()| state::ended(&container));
        let left = state.ok().flatten().unwrap_or(Left { code: 125, ..itself }); // gone: podman's own code for that
        Left { passed_on: left.code == 0 && self.passed_on(step) == Some(true), ..left }
    }
}
