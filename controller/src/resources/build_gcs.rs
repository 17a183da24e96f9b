//! Storage of type build-gcs: what Google's builders fetch, an archive to unpack or a manifest of files.

use k8s_openapi::api::core::v1::Container;

use super::Bound;
use super::step::{Site, make_folder};
use super::storage_params::{location, params_or_spec};
use super::value_path::value_path;
use crate::field_path::FieldPath;
use crate::model::ResourceSpec;
use crate::problem::Problems;

/// The images with the programs; what they run stands in them.
const FETCHER: &str = "gcr.io/cloud-builders/gcs-fetcher:latest";
const UPLOADER: &str = "gcr.io/cloud-builders/gcs-uploader:latest";

/// The only kind that can be stored.
const MANIFEST: &str = "Manifest";

fn artifact_type(spec: &ResourceSpec) -> &str {
    spec.param("artifactType").unwrap_or_default()
}

/// What is wrong with it.
pub(super) fn check(spec: &ResourceSpec, path: &FieldPath, problems: &mut Problems<'_>) {
    let message = match artifact_type(spec) {
        "Archive" | MANIFEST => None,
        "" => Some("missing param artifactType: Archive or Manifest".to_owned()),
        other => Some(format!("invalid artifactType {other}: expected Archive or Manifest")),
    };
    if let Some(message) = message {
        let at = value_path(spec, path, "artifactType").unwrap_or_else(|| params_or_spec(path, spec));
        problems.wrong(at, message);
    }
    if !spec.secrets.is_empty() {
        problems.wrong(path.key("secrets"), "a storage of type build-gcs cannot be on a private bucket");
    }
}

/// What is wrong with it as an output.
pub(super) fn check_output(spec: &ResourceSpec) -> Option<&'static str> {
    (artifact_type(spec) != MANIFEST)
        .then_some("of storages of type build-gcs, only artifactType Manifest can be stored")
}

/// The steps that fetch it.
pub(super) fn fetch(site: &Site<'_>) -> Vec<Container> {
    let Bound { name, spec, .. } = site.bound;
    let flags = ["--type", artifact_type(spec), "--location", location(spec), "--dest_dir", &site.place];
    vec![
        make_folder(site.name(&format!("create-dir-{name}")), &site.place, site.images),
        by_itself(site.name(&format!("storage-fetch-{name}")), FETCHER, &flags),
    ]
}

/// The step that stores it.
pub(super) fn store(site: &Site<'_>) -> Container {
    let flags = ["--location", location(site.bound.spec), "--dir", &site.place];
    by_itself(site.name(&format!("storage-upload-{}", site.bound.name)), UPLOADER, &flags)
}

/// A step that runs what its image runs by itself.
fn by_itself(name: String, image: &str, flags: &[&str]) -> Container {
    Container {
        name,
        image: Some(image.to_owned()),
        args: Some(flags.iter().map(|&flag| flag.to_owned()).collect()),
        ..Container::default()
    }
}
