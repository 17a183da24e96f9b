//! Volumes that are files: `ConfigMap`s, Secrets, the downward API, and projections of all three.

use super::Job;
use super::downward;
use super::file::File;
use super::objects::Kind;
use anyhow::{Context, Result, bail};
use k8s_openapi::api::core::v1::{
    Container, DownwardAPIVolumeFile, KeyToPath, ProjectedVolumeSource, Volume, VolumeProjection,
};
use std::path::{Component, Path, PathBuf};

/// Permission bits of a file for which the Pod names none. Secrets are for the container's own user: ssh, for
/// one, refuses keys that others may read.
fn usual_mode(kind: Kind) -> u32 {
    match kind {
        Kind::ConfigMap => 0o644,
        Kind::Secret => 0o600,
    }
}

/// The files of `volume`, as `container` sees them; `None` for a volume of another kind.
///
/// # Errors
/// When something that the volume refers to is missing, or a path leads out of the volume.
pub fn of_volume(job: &Job, container: &Container, volume: &Volume) -> Result<Option<Vec<File>>> {
    if let Some(it) = &volume.config_map {
        let (kind, items) = (Kind::ConfigMap, it.items.as_deref());
        let wanted = Wanted { kind, name: &it.name, items, mode: it.default_mode, optional: it.optional };
        return keyed(job, &wanted).map(Some);
    }
    if let Some(it) = &volume.secret {
        let name = it.secret_name.as_deref().context("it names no Secret")?;
        let (kind, items) = (Kind::Secret, it.items.as_deref());
        let wanted = Wanted { kind, name, items, mode: it.default_mode, optional: it.optional };
        return keyed(job, &wanted).map(Some);
    }
    if let Some(it) = &volume.downward_api {
        let items = it.items.as_deref().unwrap_or_default();
        return of_fields(job, container, items, it.default_mode).map(Some);
    }
    volume.projected.as_ref().map(|it| projected(job, container, it)).transpose()
}

/// What a volume says about a ConfigMap or Secret.
struct Wanted<'a> {
    /// Which of the two.
    kind: Kind,
    /// The object's name.
    name: &'a str,
    /// The keys that become files; all of them when not given.
    items: Option<&'a [KeyToPath]>,
    /// Permission bits of the files.
    mode: Option<i32>,
    /// Whether it may be missing.
    optional: Option<bool>,
}

/// The files of a ConfigMap or Secret.
///
/// # Errors
/// When it or one of the items is missing and not optional, or a path leads out of the volume.
fn keyed(job: &Job, wanted: &Wanted) -> Result<Vec<File>> {
    let Some(data) = job.objects.data(wanted.kind, wanted.name, job.pod, wanted.optional)? else {
        return Ok(Vec::new());
    };
    let mode = bits(wanted.mode).unwrap_or(usual_mode(wanted.kind));
    let Some(items) = wanted.items else {
        return data.into_iter().map(|(key, content)| file(&key, mode, content)).collect();
    };
    let mut files = Vec::new();
    for item in items {
        match data.get(&item.key).cloned() {
            Some(content) => files.push(file(&item.path, bits(item.mode).unwrap_or(mode), content)?),
            None if wanted.optional == Some(true) => {}
            None => bail!("{} {} has no key {}", wanted.kind.name(), wanted.name, item.key),
        }
    }
    Ok(files)
}

/// The files of a `downwardAPI` volume.
///
/// # Errors
/// When there is no such field, or a path leads out of the volume.
fn of_fields(
    job: &Job,
    container: &Container,
    items: &[DownwardAPIVolumeFile],
    mode: Option<i32>,
) -> Result<Vec<File>> {
    let one = |item: &DownwardAPIVolumeFile| {
        let text = match (&item.field_ref, &item.resource_field_ref) {
            (Some(selector), _) => downward::field(job.pod, selector)?,
            (None, Some(selector)) => downward::resource(job.pod, container, selector)?,
            (None, None) => bail!("file {} names neither fieldRef nor resourceFieldRef", item.path),
        };
        file(&item.path, bits(item.mode).or(bits(mode)).unwrap_or(0o644), text.into_bytes())
    };
    items.iter().map(one).collect()
}

/// The files of a `projected` volume.
///
/// # Errors
/// As those of its sources; also for a source that only a cluster has.
fn projected(job: &Job, container: &Container, volume: &ProjectedVolumeSource) -> Result<Vec<File>> {
    let mut files = Vec::new();
    for source in volume.sources.iter().flatten() {
        files.extend(projection(job, container, source, volume.default_mode)?);
    }
    Ok(files)
}

fn projection(
    job: &Job,
    container: &Container,
    source: &VolumeProjection,
    mode: Option<i32>,
) -> Result<Vec<File>> {
    if let Some(it) = &source.config_map {
        let (kind, items) = (Kind::ConfigMap, it.items.as_deref());
        return keyed(job, &Wanted { kind, name: &it.name, items, mode, optional: it.optional });
    }
    if let Some(it) = &source.secret {
        let (kind, items) = (Kind::Secret, it.items.as_deref());
        return keyed(job, &Wanted { kind, name: &it.name, items, mode, optional: it.optional });
    }
    if let Some(it) = &source.downward_api {
        return of_fields(job, container, it.items.as_deref().unwrap_or_default(), mode);
    }
    bail!("only a cluster can provide its serviceAccountToken or clusterTrustBundle")
}

fn file(path: &str, mode: u32, content: Vec<u8>) -> Result<File> {
    let path = within(path).with_context(|| format!("{path:?} is no path below the volume"))?;
    Ok(File { path, mode, content })
}

/// `path` if it is relative and stays below where it starts.
pub fn within(path: &str) -> Option<PathBuf> {
    let path = Path::new(path);
    let plain = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    (plain && !path.as_os_str().is_empty()).then(|| path.to_owned())
}

fn bits(mode: Option<i32>) -> Option<u32> {
    mode.and_then(|mode| u32::try_from(mode).ok()).map(|mode| mode & 0o777)
}
