//! The pull secrets of an account, among the inputs.

use k8s_openapi::api::core::v1::Secret;

use super::docker_config::DockerConfig;
use crate::images::Unknown;
use crate::model::namespace_of;
use crate::world::World;

/// What accounts bring for pulling.
#[derive(Default)]
pub(super) struct PullSecrets {
    /// Those that are there, in the order in which the accounts name them.
    pub found: Vec<DockerConfig>,
    /// Those that are not, as `NAMESPACE/NAME`. A node goes ahead without them, and so do we.
    pub missing: Vec<String>,
}

/// The `imagePullSecrets` of the accounts of everyone who wants the image.
pub(super) fn of<'a>(wanted: impl Iterator<Item = &'a Unknown>, world: &World) -> PullSecrets {
    let mut secrets = PullSecrets::default();
    let mut seen: Vec<(&str, String)> = Vec::new();
    for Unknown { namespace, account, .. } in wanted {
        let account = world
            .service_accounts
            .iter()
            .find(|it| namespace_of(&it.metadata) == namespace && it.metadata.name.as_ref() == Some(account));
        let references = account.into_iter().flat_map(|account| account.image_pull_secrets.iter().flatten());
        for name in references.map(|reference| reference.name.clone()) {
            if seen.contains(&(namespace, name.clone())) {
                continue;
            }
            let secret = world.secrets.iter().find(|it| {
                namespace_of(&it.metadata) == namespace && it.metadata.name.as_deref() == Some(&name)
            });
            match secret.and_then(|secret| config(secret, &format!("Secret {namespace}/{name}"))) {
                Some(config) => secrets.found.push(config),
                None => secrets.missing.push(format!("{namespace}/{name}")),
            }
            seen.push((namespace, name));
        }
    }
    secrets
}

/// None for a Secret of another type.
fn config(secret: &Secret, from: &str) -> Option<DockerConfig> {
    let value = |key: &str| {
        let text = secret.string_data.as_ref().and_then(|data| data.get(key)).map(String::as_bytes);
        text.or_else(|| Some(secret.data.as_ref()?.get(key)?.0.as_slice()))
    };
    match secret.type_.as_deref() {
        Some("kubernetes.io/dockerconfigjson") => {
            Some(DockerConfig::of_json(from.to_owned(), value(".dockerconfigjson")?))
        }
        Some("kubernetes.io/dockercfg") => Some(DockerConfig::of_cfg(from.to_owned(), value(".dockercfg")?)),
        _ => None,
    }
}
