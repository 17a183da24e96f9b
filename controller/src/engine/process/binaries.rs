//! The programs of our own images, which Pods call by their path in the image: `/ko-app/entrypoint` and so on.

use super::spec::{Mount, Source};
use crate::engine::step::containers;
use anyhow::{Context, Result, bail};
use k8s_openapi::api::core::v1::{Container, Pod};
use std::path::{Path, PathBuf};

/// Where the images have their program.
const FOLDER: &str = "/ko-app";

/// The programs that this project builds for Pods.
const OURS: [&str; 4] = ["entrypoint", "nop", "creds-init", "git-init"];

/// A mount for each program that is needed by a container of `pod`, found in `bin_dir`, or beside this program
/// when none is given.
///
/// # Errors
/// When one is missing, with how to build it.
pub fn find(pod: &Pod, bin_dir: Option<&Path>) -> Result<Vec<Mount>> {
    let mut needed: Vec<&str> = containers(pod).flat_map(|(container, _)| programs(container)).collect();
    needed.sort_unstable();
    needed.dedup();
    let folder = match bin_dir {
        Some(folder) => folder.canonicalize().with_context(|| format!("no folder {}", folder.display()))?,
        None => beside()?,
    };
    needed.into_iter().map(|name| mount(&folder, name)).collect()
}

/// The folder of this program's own executable.
fn beside() -> Result<PathBuf> {
    let own = std::env::current_exe().context("cannot tell where this program is")?;
    Ok(own.parent().unwrap_or(Path::new("/")).to_owned())
}

/// The names of the programs that `container` calls, directly or as what entrypoint is told to run.
fn programs(container: &Container) -> impl Iterator<Item = &str> {
    let command = container.command.iter().flatten().next();
    let flags = container.args.iter().flatten().take_while(|argument| *argument != "--");
    let wrapped = flags.skip_while(|flag| flag.trim_start_matches('-') != "entrypoint").nth(1);
    command.into_iter().chain(wrapped).filter_map(|path| path.strip_prefix(FOLDER)?.strip_prefix('/'))
}

fn mount(folder: &Path, name: &str) -> Result<Mount> {
    if !OURS.contains(&name) {
        bail!("engine process has no {FOLDER}/{name}, which only its image has: use --engine podman");
    }
    let path = folder.join(name);
    if !path.is_file() {
        bail!(
            "no {name} in {}: build it with `cargo build -p {name}`, or name its folder with --bin-dir",
            folder.display()
        );
    }
    let at = Path::new(FOLDER).join(name);
    Ok(Mount { at, source: Source::Machine { path, sub_path: None }, read_only: true })
}
