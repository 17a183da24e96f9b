//! The volumes of a Pod, and where a container mounts them.

use super::expand::expand;
use super::spec::{Mount, Source};
use super::work::Work;
use crate::engine::{Job, files};
use anyhow::{Context, Result, bail};
use k8s_openapi::api::core::v1::{Container, HostPathVolumeSource, Volume, VolumeMount};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The mounts that the Pod gives to `container`, whose environment is `env`.
///
/// # Errors
/// When a mount names no volume of the Pod, or the volume cannot be provided on this machine.
pub fn mounts(
    job: &Job,
    container: &Container,
    env: &BTreeMap<String, String>,
    work: &Work,
) -> Result<Vec<Mount>> {
    let volumes = job.pod.spec.as_ref().and_then(|spec| spec.volumes.as_deref()).unwrap_or_default();
    let one = |mount: &VolumeMount| {
        let volume = volumes.iter().find(|volume| volume.name == mount.name);
        let volume = volume.with_context(|| format!("the Pod has no volume {}", mount.name))?;
        let source =
            source(job, container, volume, work).with_context(|| format!("volume {}", volume.name))?;
        let at = Path::new("/").join(&mount.mount_path);
        let read_only = mount.read_only == Some(true) || matches!(source, Source::Memory { .. });
        Ok(Mount { at, source: below(source, sub_path(mount, env)?), read_only })
    };
    container.volume_mounts.iter().flatten().map(one).collect()
}

fn source(job: &Job, container: &Container, volume: &Volume, work: &Work) -> Result<Source> {
    let machine = |path| Source::Machine { path, sub_path: None };
    if volume.empty_dir.is_some() {
        return work.folder(&format!("volumes/{}", volume.name), 0o777).map(machine);
    }
    if let Some(files) = files::of_volume(job, container, volume)? {
        return Ok(Source::Memory { files, sub_path: None });
    }
    if let Some(it) = &volume.host_path {
        return host_path(it).map(machine);
    }
    if let Some(it) = &volume.persistent_volume_claim {
        let place = job.places.of(job.pod, &it.claim_name).with_context(|| {
            format!(
                "engine process has no PersistentVolumeClaims ({}) but those of what tasks hand on: use --engine \
                 podman, which keeps one as a volume of that name, or a cluster (controller emit)",
                it.claim_name
            )
        })?;
        return Ok(machine(place.into()));
    }
    bail!("engine process has no volumes of this kind: use a cluster (controller emit)")
}

/// The path of a `hostPath` volume, made if its type says so.
fn host_path(volume: &HostPathVolumeSource) -> Result<PathBuf> {
    let path = PathBuf::from(&volume.path);
    if !path.exists() {
        match volume.type_.as_deref() {
            Some("DirectoryOrCreate") => fs::create_dir_all(&path),
            Some("FileOrCreate") => fs::File::create(&path).map(drop),
            _ => bail!("{} does not exist on this machine", path.display()),
        }
        .with_context(|| format!("cannot make {}", path.display()))?;
    }
    path.canonicalize().with_context(|| format!("cannot look at {}", path.display()))
}

fn sub_path(mount: &VolumeMount, env: &BTreeMap<String, String>) -> Result<Option<PathBuf>> {
    let path = mount.sub_path_expr.as_ref().map(|path| expand(path, env)).or(mount.sub_path.clone());
    let Some(path) = path.filter(|path| !path.is_empty()) else { return Ok(None) };
    let within = files::within(&path);
    within
        .with_context(|| format!("subPath {path:?} of {} leads out of its volume", mount.mount_path))
        .map(Some)
}

fn below(source: Source, sub_path: Option<PathBuf>) -> Source {
    match source {
        Source::Machine { path, .. } => Source::Machine { path, sub_path },
        Source::Memory { files, .. } => Source::Memory { files, sub_path },
    }
}
