//! The engine: what it says, makes and removes.

use super::command::{output, podman};
use super::running::Running;
use super::{documents, has_image};
use crate::engine::inbox::Inbox;
use crate::engine::janitor::{Janitor, Task};
use crate::engine::{End, Engine, Event, Job, SharedVolume, Sink, images};
use crate::model::namespace_of;
use anyhow::{Context, Result, bail};
use k8s_openapi::api::core::v1::{PersistentVolumeClaim, Pod};

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
        let remove = ["podman", "volume", "rm", place.as_str()].map(str::to_owned);
        let janitor = Janitor::hire(&Task::Run(vec![remove.to_vec()]), None)?;
        if let Err(error) = output(&mut podman(["volume", "create", place.as_str()])) {
            janitor.dismiss()?;
            return Err(error);
        }
        SharedVolume::new(place, janitor)
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
        let janitor = {
            // podman has been seen to leave Pods half removed when their volume is removed at the same time.
            let before = job.places.line(job.pod)?;
            Janitor::hire(&Task::Run(documents.cleaning(name)), before)?
        };
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
