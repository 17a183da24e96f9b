//! Which engine runs the Pods.

use super::Settings;
use crate::engine::podman::{self, Podman};
use crate::engine::process::Process;
use crate::engine::{Engine, images};
use anyhow::Result;
use k8s_openapi::api::core::v1::Pod;

/// What `--engine` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Choice {
    /// podman when it is there and has all images, else process.
    Auto,
    /// Processes of this machine, in namespaces of their own.
    Process,
    /// Containers of podman.
    Podman,
}

/// The engine for `pods`, as the user chose it, or as the machine allows.
///
/// # Errors
/// When podman is asked for and cannot be started.
pub fn engine(settings: &Settings, pods: &[&Pod]) -> Result<Box<dyn Engine>> {
    let process = |why: Option<String>| Box::new(Process { bin_dir: settings.bin_dir.clone(), why });
    let podman = |why: Option<String>| Box::new(Podman { network: settings.network.clone(), why });
    Ok(match settings.engine {
        Choice::Process => process(None),
        Choice::Podman => {
            podman::version()?;
            podman(None)
        }
        Choice::Auto => match missing(pods) {
            None => podman(Some("it has all images".into())),
            Some(why) => process(Some(why)),
        },
    })
}

/// Why podman cannot run `pods` as things are; `None` if it can.
fn missing(pods: &[&Pod]) -> Option<String> {
    if podman::version().is_err() {
        return Some("podman is not there".into());
    }
    let image = pods.iter().flat_map(|pod| images(pod)).find(|image| !podman::has_image(image))?;
    Some(format!("podman has no image {image}"))
}
