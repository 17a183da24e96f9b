//! The volumes that Pods of one run share, in place of those of claims.

use super::janitor::Janitor;
use crate::model::namespace_of;
use anyhow::Result;
use k8s_openapi::api::core::v1::Pod;
use std::collections::HashMap;

/// Such a volume, removed at the end by a process of its own, even if this one is killed.
#[derive(Debug)]
pub struct SharedVolume {
    /// The path of the folder, or podman's name of the volume.
    pub place: String,
    janitor: Janitor,
}

impl SharedVolume {
    /// The volume at `place`, for which `janitor` is responsible.
    pub(super) fn new(place: String, janitor: Janitor) -> SharedVolume {
        SharedVolume { place, janitor }
    }

    /// Removes it, or with `keep` leaves it.
    ///
    /// # Errors
    /// When it could not be removed.
    pub fn end(self, keep: bool) -> Result<()> {
        if keep { self.janitor.dismiss() } else { self.janitor.finish() }
    }
}

/// Where the volumes of claims are, by namespace and name of the claim.
#[derive(Debug, Clone, Default)]
pub struct Places(HashMap<(String, String), String>);

impl Places {
    /// Notes that the volume of the claim `name` in `namespace` is at `place`.
    pub fn add(&mut self, namespace: &str, name: &str, place: &str) {
        self.0.insert((namespace.to_owned(), name.to_owned()), place.to_owned());
    }

    /// Where the volume of the claim is that `pod` calls `name`, if this run has made it.
    pub fn of(&self, pod: &Pod, name: &str) -> Option<&str> {
        let key = (namespace_of(&pod.metadata).to_owned(), name.to_owned());
        self.0.get(&key).map(String::as_str)
    }
}
