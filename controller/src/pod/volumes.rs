//! The volumes of the Pod: those of the Task, then its own.

use k8s_openapi::api::core::v1::{EmptyDirVolumeSource, Volume};

/// The names of the Pod's own volumes, in the order in which they are listed.
pub(crate) const OWN: [&str; 3] = ["tools", "workspace", "home"];

/// The Task's volumes, the Pod's own, which are empty and live as long as the Pod, and those of the Secrets.
pub(super) fn all(mut volumes: Vec<Volume>, secrets: Vec<Volume>) -> Vec<Volume> {
    volumes.extend(OWN.map(|name| Volume {
        name: name.to_owned(),
        empty_dir: Some(EmptyDirVolumeSource::default()),
        ..Volume::default()
    }));
    volumes.extend(secrets);
    volumes
}
