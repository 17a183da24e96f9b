//! From the name of an image to what it runs.

use oci_client::Reference;
use serde::de::DeserializeOwned;

use super::Options;
use super::cache::Cache;
use super::credential::Credential;
use super::digest::Digest;
use super::docker_config::DockerConfig;
use super::failure::Failure;
use super::manifest::{Configuration, Descriptor, Manifest};
use super::pull_secrets::PullSecrets;
use super::remote::Remote;
use crate::images::ImageCommand;

/// The most that a configuration may weigh, in bytes: registries take manifests of 4 MiB at most.
const MAX_CONFIGURATION: u64 = 4 << 20;

/// What `image` runs.
///
/// # Errors
/// Why that cannot be told, in words.
pub(super) async fn look_up(
    image: &str,
    secrets: &PullSecrets,
    docker: &DockerConfig,
    cache: &Cache,
    options: &Options,
) -> Result<ImageCommand, String> {
    let reference: Reference = image.parse().map_err(|error| format!("no image is called so: {error}"))?;
    let mut credentials: Vec<Credential> = Vec::new();
    for config in secrets.found.iter().chain([docker]) {
        let credential = config.credential(reference.registry(), reference.repository()).await?;
        credentials.extend(credential.filter(|new| !credentials.contains(new)));
    }
    let remote = Remote::new(&reference, &credentials, cache);
    follow(remote, &reference, options).await.map_err(|failure| match failure {
        Failure::Unreachable(words) | Failure::Other(words) => words,
        Failure::NotAllowed => refusal(&credentials, secrets),
    })
}

async fn follow(
    mut remote: Remote<'_>,
    reference: &Reference,
    options: &Options,
) -> Result<ImageCommand, Failure> {
    let pinned = reference.digest().map(digest).transpose()?;
    let name = match pinned {
        Some(digest) => digest,
        None => remote.digest().await?,
    };
    let mut manifest: Manifest = read(&remote.manifest(&name).await?)?;
    if let Some(images) = manifest.manifests {
        manifest = read(&remote.manifest(&choose(&images, options)?).await?)?;
    }
    let config =
        manifest.config.ok_or_else(|| Failure::Other("it is no image that can be run".to_owned()))?;
    if config.size > MAX_CONFIGURATION {
        return Err(Failure::Other(format!("its configuration is too large: {} bytes", config.size)));
    }
    let configuration: Configuration = read(&remote.blob(&digest(&config.digest)?).await?)?;
    Ok(configuration.command())
}

fn choose(images: &[Descriptor], options: &Options) -> Result<Digest, Failure> {
    let fits =
        |image: &&Descriptor| image.platform().is_some_and(|platform| options.platform.takes(&platform));
    if let Some(image) = images.iter().find(fits) {
        return digest(&image.digest);
    }
    let there: Vec<String> =
        images.iter().filter_map(Descriptor::platform).map(|platform| platform.to_string()).collect();
    Err(Failure::Other(format!(
        "it is not there for {}, but for {} (--platform)",
        options.platform,
        there.join(", ")
    )))
}

fn digest(text: &str) -> Result<Digest, Failure> {
    Digest::parse(text).ok_or_else(|| Failure::Other(format!("digest {text:?} is no SHA-256")))
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    serde_json::from_slice(bytes)
        .map_err(|error| Failure::Other(format!("its manifest is unreadable: {error}")))
}

/// That nobody was let in, and who tried.
fn refusal(credentials: &[Credential], secrets: &PullSecrets) -> String {
    let from: Vec<&str> = credentials.iter().map(|credential| credential.from.as_str()).collect();
    let words = if from.is_empty() {
        "the registry asks for a password, or has no such image, and neither docker's config.json nor a pull secret of \
         the run's ServiceAccount has one for it"
            .to_owned()
    } else {
        format!("the registry refuses the password of {}", from.join(" and of "))
    };
    if secrets.missing.is_empty() {
        return words;
    }
    format!("{words}; not among the inputs: pull secret {}", secrets.missing.join(", "))
}
