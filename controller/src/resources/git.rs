//! Resources of type git: a revision of a repository.

use k8s_openapi::api::core::v1::Container;

use super::Bound;
use super::step::{Names, step};
use crate::images::Images;
use crate::model::ResourceSpec;

/// What is checked out when the resource does not say.
const DEFAULT_REVISION: &str = "master";

/// Where every step starts, and this one by its own word, as in the founding version.
const WORKING_DIR: &str = "/workspace";

fn url(spec: &ResourceSpec) -> &str {
    spec.param("url").unwrap_or_default()
}

fn revision(spec: &ResourceSpec) -> &str {
    spec.param("revision").filter(|revision| !revision.is_empty()).unwrap_or(DEFAULT_REVISION)
}

/// What variables can ask for.
pub(super) fn fields(spec: &ResourceSpec) -> Vec<(&'static str, String)> {
    vec![("url", url(spec).to_owned()), ("revision", revision(spec).to_owned())]
}

/// The step that puts it on disk.
pub(super) fn fetch(input: &Bound<'_>, place: &str, names: &Names<'_>, images: &Images) -> Container {
    let name = names.step(&format!("git-source-{}", input.name));
    let (url, revision) = (url(input.spec), revision(input.spec));
    let command = ["/ko-app/git-init", "-url", url, "-revision", revision, "-path", place];
    Container { working_dir: Some(WORKING_DIR.to_owned()), ..step(name, &images.git_init, &command) }
}
