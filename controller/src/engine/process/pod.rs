//! Runs a Pod: its init containers one after another, then all its containers at once.

use super::launch::Launch;
use super::spec::Mount;
use super::work::Work;
use super::{binaries, container, unsupported};
use crate::engine::inbox::Inbox;
use crate::engine::mounted::in_volume;
use crate::engine::step::containers;
use crate::engine::supervise::{Containers, Left, until_ended};
use crate::engine::{End, Engine, Event, Force, Job, SharedVolume, Sink, images};
use anyhow::{Context, Result};
use jiff::Timestamp;
use k8s_openapi::api::core::v1::{Container, PersistentVolumeClaim, Pod};
use nix::sys::signal::Signal;
use shared_child::{SharedChild, unix::SharedChildExt};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// As much of a container's last words as the kubelet keeps.
const LONGEST_MESSAGE: usize = 4096;

/// How long the steps that wait for their turn have to end before the one that runs is asked to. They do
/// nothing but wait, so it takes them milliseconds; a container that is no step takes what it takes.
const HEARD: Duration = Duration::from_secs(1);

/// Engine `process`.
#[derive(Debug, Default)]
pub struct Process {
    /// Where our own programs are, if not beside this one.
    pub bin_dir: Option<PathBuf>,
    /// Why this engine was chosen, if the user did not.
    pub why: Option<String>,
}

impl Engine for Process {
    fn name(&self) -> &'static str {
        "process"
    }

    fn introduction(&self, pods: &[&Pod]) -> String {
        let why = self.why.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
        let mut unused: Vec<&str> = Vec::new();
        for image in pods.iter().flat_map(|pod| images(pod)) {
            if !unused.contains(&image) {
                unused.push(image);
            }
        }
        format!(
            "engine process{why}: steps run on this machine's own userland; images not used: {}",
            unused.join(", ")
        )
    }

    fn volume(&self, claim: &PersistentVolumeClaim) -> Result<SharedVolume> {
        Work::new(claim.metadata.name.as_deref().unwrap_or("claim"))?.into_volume()
    }

    fn run(&self, job: &Job, inbox: &Inbox, sink: &mut Sink) -> Result<Vec<Option<End>>> {
        let binaries = binaries::find(job.pod, self.bin_dir.as_deref())?;
        if let Some(notice) = unsupported::notice(job.pod) {
            sink(Event::Note(notice))?;
        }
        let work = Work::new(job.pod.metadata.name.as_deref().unwrap_or("pod"))?;
        fs::create_dir(work.stage()).context("cannot lay out the working folder")?;
        let path = work.path().to_owned();
        let ends = Running { job, work: &work, binaries, children: HashMap::new() }.run(inbox, sink);
        work.end(job.keep)?;
        if job.keep {
            sink(Event::Note(format!("kept the working folder {}", path.display())))?;
        }
        ends
    }
}

/// A Pod that runs. Dropping it kills what still runs.
struct Running<'a> {
    job: &'a Job<'a>,
    work: &'a Work,
    binaries: Vec<Mount>,
    children: HashMap<usize, Arc<SharedChild>>,
}

impl Running<'_> {
    fn run(mut self, inbox: &Inbox, sink: &mut Sink) -> Result<Vec<Option<End>>> {
        let mut ends = vec![None; self.job.steps.len()];
        let (init, main): (Vec<usize>, Vec<usize>) =
            (0..self.job.steps.len()).partition(|step| self.job.steps[*step].init);
        let stages = init.into_iter().map(|step| vec![step]).chain([main]);
        for stage in stages {
            // Everything that a stage needs is looked up before anything of it starts.
            let specs: Vec<_> = stage
                .iter()
                .map(|step| {
                    let container = self.container(*step)?;
                    let spec = container::spec(self.job, container, &self.binaries, self.work);
                    Ok((*step, spec.with_context(|| self.about(*step))?))
                })
                .collect::<Result<_>>()?;
            let mut starting = Vec::new();
            for (step, spec) in specs {
                let container = Launch::begin(step, inbox).with_context(|| self.about(step))?;
                self.children.insert(step, Arc::clone(&container.child));
                starting.push((step, spec, container));
            }
            let mut started = HashMap::new();
            for (step, spec, container) in starting {
                let not_executed = container.finish(&spec).with_context(|| self.about(step))?;
                let at = Timestamp::now();
                started.insert(step, at);
                sink(Event::Started { step, at })?;
                if let Some(message) = not_executed {
                    sink(Event::Note(format!("{}: {message}", self.job.steps[step].name)))?;
                }
            }
            let mut failed = false;
            for (step, end) in until_ended(&started, self.job.grace, &self, inbox, sink)? {
                failed |= end.code != 0;
                ends[step] = Some(end);
                self.children.remove(&step);
            }
            if failed || inbox.is_stopped() {
                break;
            }
        }
        Ok(ends)
    }

    fn about(&self, step: usize) -> String {
        format!("container {}", self.job.steps[step].container)
    }

    fn container(&self, step: usize) -> Result<&Container> {
        containers(self.job.pod).nth(step).map(|(container, _)| container).context("the Pod lost a container")
    }

    /// The place outside of `path` of `container`, if it is in a volume.
    fn outside(&self, container: &Container, path: &Path) -> Option<PathBuf> {
        let (volume, below) = in_volume(container, path)?;
        Some(self.work.path().join("volumes").join(volume).join(below))
    }
}

/// Whether the process has not ended yet.
fn runs(child: &SharedChild) -> bool {
    matches!(child.try_wait(), Ok(None))
}

impl Containers for Running<'_> {
    fn stop(&self, force: Force) {
        if force == Force::Kill {
            // An error means that it has just ended, here and below.
            for child in self.children.values() {
                child.kill().ok();
            }
            return;
        }
        let mut running: Vec<_> = self.children.iter().filter(|(_, child)| runs(child)).collect();
        running.sort_by_key(|(step, _)| **step);
        let Some((first, waiting)) = running.split_first() else { return };
        // The first may end well on TERM, and no step behind it may take that for its turn.
        for (_, child) in waiting {
            child.send_signal(Signal::SIGTERM as i32).ok();
        }
        let patience = Instant::now() + HEARD;
        while waiting.iter().any(|(_, child)| runs(child)) && Instant::now() < patience {
            thread::sleep(Duration::from_millis(1));
        }
        first.1.send_signal(Signal::SIGTERM as i32).ok();
    }

    fn left(&self, step: usize, code: i32) -> Left {
        let Ok(container) = self.container(step) else {
            return Left { code, passed_on: false, message: None, times: None };
        };
        let error_file = self.job.steps[step].error_file().and_then(|file| self.outside(container, &file));
        let message = fs::read(container::termination_message(container, self.work)).unwrap_or_default();
        let message = &message[..message.len().min(LONGEST_MESSAGE)];
        let message = (!message.is_empty()).then(|| String::from_utf8_lossy(message).into_owned());
        Left { code, passed_on: error_file.is_some_and(|file| file.exists()), message, times: None }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.stop(Force::Kill);
        for child in self.children.values() {
            child.wait().ok(); // the folders that it uses are removed next
        }
    }
}
