//! The two documents between an image's name and its command, and the parts of them that count.

use serde::Deserialize;

use super::platform::Platform;
use crate::images::ImageCommand;

/// What a name in a registry stands for.
#[derive(Deserialize)]
pub(super) struct Manifest {
    /// Of an image: its configuration.
    pub config: Option<Descriptor>,
    /// Of an index: an image for each platform.
    pub manifests: Option<Vec<Descriptor>>,
}

/// A piece of content that a manifest names.
#[derive(Deserialize)]
pub(super) struct Descriptor {
    pub digest: String,
    #[serde(default)]
    pub size: u64,
    platform: Option<OfPlatform>,
}

#[derive(Deserialize)]
struct OfPlatform {
    os: String,
    architecture: String,
    variant: Option<String>,
}

impl Descriptor {
    /// The platform that the content is for, if it says so.
    pub fn platform(&self) -> Option<Platform> {
        let OfPlatform { os, architecture, variant } = self.platform.as_ref()?;
        let variant = variant.clone().filter(|variant| !variant.is_empty());
        Some(Platform { os: os.clone(), architecture: architecture.clone(), variant })
    }
}

/// The configuration of an image.
#[derive(Deserialize)]
pub(super) struct Configuration {
    config: Option<Process>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Process {
    entrypoint: Option<Vec<String>>,
    cmd: Option<Vec<String>>,
}

impl Configuration {
    /// What the image runs.
    pub fn command(self) -> ImageCommand {
        let Process { entrypoint, cmd } = self.config.unwrap_or_default();
        ImageCommand { entrypoint: entrypoint.unwrap_or_default(), cmd: cmd.unwrap_or_default() }
    }
}
