//! The init container that writes the credentials that steps find in their home.

use k8s_openapi::api::core::v1::Container;

use super::mounts::{HOME, WORKSPACE as WORKSPACE_MOUNT, mount};
use super::{PREFIX, WORKSPACE, home_variable};
use crate::creds::Credentials;
use crate::names::Seed;

/// The init container, the only one that sees the Secrets. It runs before there are tools, so it has none.
pub(super) fn container(image: &str, seed: &Seed, credentials: &Credentials) -> Container {
    let own = [WORKSPACE_MOUNT, HOME].map(mount);
    Container {
        name: seed.name(&format!("{PREFIX}credential-initializer")),
        image: Some(image.to_owned()),
        command: Some(vec!["/ko-app/creds-init".to_owned()]),
        args: (!credentials.flags.is_empty()).then(|| credentials.flags.clone()),
        env: Some(vec![home_variable()]),
        volume_mounts: Some(own.into_iter().chain(credentials.mounts.iter().cloned()).collect()),
        working_dir: Some(WORKSPACE.to_owned()),
        ..Container::default()
    }
}
