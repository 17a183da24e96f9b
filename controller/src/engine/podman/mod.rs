//! Engine `podman`: the Pod in podman's containers, with the images that it names.

mod archive;
mod command;
mod documents;
mod play;
mod pod;
mod running;
mod state;

pub use pod::Podman;

use anyhow::{Context, Result};
use command::{output, podman};

/// The version of the podman that is installed.
///
/// # Errors
/// When there is none.
pub fn version() -> Result<String> {
    let version = output(&mut podman(["version", "--format", "{{.Client.Version}}"]))
        .context("engine podman needs podman: install it, or use `--engine process`")?;
    Ok(String::from_utf8_lossy(&version).trim().to_owned())
}

/// Whether podman has `image` already.
pub fn has_image(image: &str) -> bool {
    output(&mut podman(["image", "exists", image])).is_ok()
}
