//! Resources of type git: a revision of a repository.

use k8s_openapi::api::core::v1::Container;

use super::step::{Site, step};
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
pub(super) fn fetch(site: &Site<'_>) -> Container {
    let name = site.name(&format!("git-source-{}", site.bound.name));
    let (url, revision) = (url(site.bound.spec), revision(site.bound.spec));
    let command = ["/ko-app/git-init", "-url", url, "-revision", revision, "-path", &site.place];
    Container { working_dir: Some(WORKING_DIR.to_owned()), ..step(name, &site.images.git_init, &command) }
}
