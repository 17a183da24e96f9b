//! Which volume a path of a container is in.

use k8s_openapi::api::core::v1::Container;
use std::path::{Path, PathBuf};

/// The volume that `container` has at `path`, and the path below that volume's own top; `None` when no volume
/// is mounted there.
pub fn in_volume<'a>(container: &'a Container, path: &Path) -> Option<(&'a str, PathBuf)> {
    let mounts = container.volume_mounts.iter().flatten();
    let above = mounts.filter(|mount| path.starts_with(&mount.mount_path));
    let mount = above.max_by_key(|mount| Path::new(&mount.mount_path).components().count())?;
    let below = path.strip_prefix(&mount.mount_path).ok()?;
    Some((&mount.name, Path::new(mount.sub_path.as_deref().unwrap_or_default()).join(below)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use k8s_openapi::api::core::v1::VolumeMount;

    #[test]
    fn the_innermost_mount_counts() {
        let mount = |name: &str, at: &str, sub_path: Option<&str>| VolumeMount {
            name: name.into(),
            mount_path: at.into(),
            sub_path: sub_path.map(Into::into),
            ..VolumeMount::default()
        };
        let volume_mounts = Some(vec![mount("out", "/a/", None), mount("in", "/a/b", Some("s"))]);
        let container = Container { volume_mounts, ..Container::default() };
        let find = |path: &str| in_volume(&container, Path::new(path));
        assert_eq!(find("/a/x"), Some(("out", "x".into())));
        assert_eq!(find("/a/b/x"), Some(("in", "s/x".into())));
        assert_eq!(find("/ab"), None);
    }
}
