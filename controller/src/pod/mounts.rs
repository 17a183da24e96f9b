//! The mounts that the Pod adds to its containers.

use k8s_openapi::api::core::v1::VolumeMount;

use crate::path::clean;

/// A volume of the Pod's own and where it is mounted.
pub(super) type Place = (&'static str, &'static str);

/// The entrypoint and the files of the handoff.
pub(super) const TOOLS: Place = ("tools", "/builder/tools");

/// What the steps work on.
pub(super) const WORKSPACE: Place = ("workspace", super::WORKSPACE);

/// The home of all steps.
pub(super) const HOME: Place = ("home", super::HOME);

/// The mount of `place`.
pub(super) fn mount((name, path): Place) -> VolumeMount {
    VolumeMount { name: name.to_owned(), mount_path: path.to_owned(), ..VolumeMount::default() }
}

/// Adds workspace and home, each unless something is mounted there already.
pub(super) fn add_common(mounts: &mut Vec<VolumeMount>) {
    for place in [WORKSPACE, HOME] {
        if !mounts.iter().any(|mount| clean(&mount.mount_path) == place.1) {
            mounts.push(mount(place));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_mounted_already_is_not_mounted_again() {
        let mut mounts = vec![mount(("mine", "/workspace/"))];
        add_common(&mut mounts);
        let names: Vec<&str> = mounts.iter().map(|mount| mount.name.as_str()).collect();
        assert_eq!(names, ["mine", "home"]);
    }
}
