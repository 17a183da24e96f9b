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

/// The programs that the steps of buckets call, and that few machines have.
const BROUGHT_BY_IMAGES: [&str; 2] = ["gsutil", "rclone"];

/// A mount for each program that is needed by a container of `pod`, found in `bin_dir`, or beside this program
/// when none is given.
///
/// # Errors
/// When one is missing, with how to build it, or when the machine lacks what steps of buckets call.
pub fn find(pod: &Pod, bin_dir: Option<&Path>) -> Result<Vec<Mount>> {
    let mut needed: Vec<&str> = containers(pod).flat_map(|(container, _)| programs(container)).collect();
    for (container, _) in containers(pod) {
        check(container)?;
    }
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
    let command = container.command.iter().flatten().next().map(String::as_str);
    command
        .into_iter()
        .chain(wrapped(container))
        .filter_map(|path| path.strip_prefix(FOLDER)?.strip_prefix('/'))
}

/// What entrypoint is told to run.
fn wrapped(container: &Container) -> Option<&str> {
    let flags = container.args.iter().flatten().take_while(|argument| *argument != "--");
    flags.skip_while(|flag| flag.trim_start_matches('-') != "entrypoint").nth(1).map(String::as_str)
}

/// Refuses a container that calls a program of its image that this machine does not have.
fn check(container: &Container) -> Result<()> {
    let arguments = container.args.iter().flatten().skip_while(|argument| *argument != "--").skip(1);
    // With an account, a shell calls gsutil by the name that it has itself: `sh -c SCRIPT gsutil ...`.
    let named = arguments.take(3).map(String::as_str).collect::<Vec<_>>();
    let by_shell = if let ["-c", _, name] = named[..] { Some(name) } else { None };
    let called = BROUGHT_BY_IMAGES.iter().find(|it| wrapped(container) == Some(it) || by_shell == Some(it));
    let has_own_path = container.env.iter().flatten().any(|variable| variable.name == "PATH");
    let Some(program) = called.filter(|program| !has_own_path && !is_in_path(program)) else { return Ok(()) };
    bail!(
        "container {} calls {program}, which this machine does not have: install it, or use --engine podman, \
         which takes it from the image {}",
        container.name,
        container.image.as_deref().unwrap_or_default()
    );
}

fn is_in_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
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
