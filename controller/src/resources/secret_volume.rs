//! The volume with a Secret that steps of ours read.

use k8s_openapi::api::core::v1::{SecretVolumeSource, Volume, VolumeMount};

use super::step::add_volume;
use crate::names::{fitted, told_apart};

/// A Secret's name may have dots and be long, a volume's may not.
fn name(owner: &str, secret: &str) -> String {
    fitted(&format!("volume-{owner}-{secret}")).replace('.', "-")
}

/// The volume with `secret`, which belongs to `owner`: two resources with the same Secret have a volume each.
pub(super) fn volume(owner: &str, secret: &str) -> Volume {
    let source = SecretVolumeSource { secret_name: Some(secret.to_owned()), ..SecretVolumeSource::default() };
    Volume { name: name(owner, secret), secret: Some(source), ..Volume::default() }
}

/// Adds it to `volumes`, and says what it is called there: `a` with the Secret `b-c` and `a-b` with `c` would be called
/// alike.
pub(super) fn add(owner: &str, secret: &str, volumes: &mut Vec<Volume>) -> String {
    let mut volume = volume(owner, secret);
    if volumes.iter().any(|there| there.name == volume.name && *there != volume) {
        volume.name = told_apart(&volume.name, secret);
    }
    let name = volume.name.clone();
    add_volume(volumes, volume);
    name
}

/// Where a step finds it: the mount, below `folder` in a folder of the Secret's name, and the path of the file with `key`.
pub(super) fn mount(owner: &str, secret: &str, key: &str, folder: &str) -> (VolumeMount, String) {
    let mount_path = format!("{folder}/{secret}");
    let file = format!("{mount_path}/{key}");
    (VolumeMount { name: name(owner, secret), mount_path, ..VolumeMount::default() }, file)
}
