//! The volume with a Secret that steps of ours read.

use k8s_openapi::api::core::v1::{SecretVolumeSource, Volume, VolumeMount};

use crate::names::fitted;

/// A Secret's name may have dots and be long, a volume's may not.
fn name(owner: &str, secret: &str) -> String {
    fitted(&format!("volume-{owner}-{secret}")).replace('.', "-")
}

/// The volume with `secret`, which belongs to `owner`: two resources with the same Secret have a volume each.
pub(super) fn volume(owner: &str, secret: &str) -> Volume {
    let source = SecretVolumeSource { secret_name: Some(secret.to_owned()), ..SecretVolumeSource::default() };
    Volume { name: name(owner, secret), secret: Some(source), ..Volume::default() }
}

/// Where a step finds it: the mount, below `folder` in a folder of the Secret's name, and the path of the file with `key`.
pub(super) fn mount(owner: &str, secret: &str, key: &str, folder: &str) -> (VolumeMount, String) {
    let mount_path = format!("{folder}/{secret}");
    let file = format!("{mount_path}/{key}");
    (VolumeMount { name: name(owner, secret), mount_path, ..VolumeMount::default() }, file)
}
