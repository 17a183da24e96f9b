//! The init container that puts the entrypoint where every step finds it.

use k8s_openapi::api::core::v1::Container;

use super::mounts::{HOME, TOOLS, WORKSPACE as WORKSPACE_MOUNT, mount};
use super::{PREFIX, WORKSPACE, home_variable};

/// Its name without the prefix; a step of this name would be taken for it.
pub(crate) const NAME: &str = "place-tools";

/// The init container. The entrypoint copies itself: its image needs no shell.
pub(super) fn container(image: &str) -> Container {
    Container {
        name: format!("{PREFIX}{NAME}"),
        image: Some(image.to_owned()),
        command: Some(vec!["/ko-app/entrypoint".to_owned()]),
        args: Some(["cp", "/ko-app/entrypoint", "/builder/tools/entrypoint"].map(str::to_owned).to_vec()),
        env: Some(vec![home_variable()]),
        volume_mounts: Some([TOOLS, WORKSPACE_MOUNT, HOME].map(mount).to_vec()),
        working_dir: Some(WORKSPACE.to_owned()),
        ..Container::default()
    }
}
