//! The volumes that Pods of one run share, in place of those of claims.

use super::janitor::Janitor;
use crate::model::namespace_of;
use anyhow::Result;
use k8s_openapi::api::core::v1::Pod;
use std::collections::HashMap;
use std::os::fd::OwnedFd;
use std::sync::{Arc, Weak};

/// Such a volume, removed at the end by a process of its own, even if this one is killed.
#[derive(Debug)]
pub struct SharedVolume {
    /// The path of the folder, or podman's name of the volume.
    pub place: String,
    janitor: Janitor,
    /// What the janitors of Pods hold, so that the Pods are removed first.
    line: Arc<OwnedFd>,
}

impl SharedVolume {
    /// The volume at `place`, for which `janitor` is responsible.
    pub(super) fn new(place: String, janitor: Janitor) -> Result<SharedVolume> {
        let line = Arc::new(janitor.line()?);
        Ok(SharedVolume { place, janitor, line })
    }

    /// Removes it, or with `keep` leaves it.
    ///
    /// # Errors
    /// When it could not be removed.
    pub fn end(self, keep: bool) -> Result<()> {
        drop(self.line);
        if keep { self.janitor.dismiss() } else { self.janitor.finish() }
    }
}

/// Where the volumes of claims are, by namespace and name of the claim.
#[derive(Debug, Clone, Default)]
pub struct Places(HashMap<(String, String), (String, Weak<OwnedFd>)>);

impl Places {
    /// Notes that `volume` is that of the claim `name` in `namespace`.
    pub fn add(&mut self, namespace: &str, name: &str, volume: &SharedVolume) {
        let place = (volume.place.clone(), Arc::downgrade(&volume.line));
        self.0.insert((namespace.to_owned(), name.to_owned()), place);
    }

    /// Where the volume of the claim is that `pod` calls `name`, if this run has made it.
    pub fn of(&self, pod: &Pod, name: &str) -> Option<&str> {
        self.get(pod, name).map(|(place, _)| place.as_str())
    }

    /// What the janitor of `pod` holds for the volume that the Pod shares, if it does.
    pub(super) fn line(&self, pod: &Pod) -> Result<Option<OwnedFd>> {
        let volumes = pod.spec.iter().flat_map(|spec| spec.volumes.iter().flatten());
        let claims = volumes.filter_map(|volume| volume.persistent_volume_claim.as_ref());
        let mut lines = claims.filter_map(|claim| self.get(pod, &claim.claim_name)?.1.upgrade());
        Ok(lines.next().map(|line| line.try_clone()).transpose()?)
    }

    fn get(&self, pod: &Pod, name: &str) -> Option<&(String, Weak<OwnedFd>)> {
        self.0.get(&(namespace_of(&pod.metadata).to_owned(), name.to_owned()))
    }
}
