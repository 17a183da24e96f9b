//! Resources of type storage: buckets of a type of their own, which the parameter `type` names.

use k8s_openapi::api::core::v1::{Container, Volume};

use super::step::Site;
use super::storage_params::{location, params_or_spec};
use super::value_path::value_or_params;
use super::{build_gcs, gcs, s3};
use crate::field_path::FieldPath;
use crate::model::ResourceSpec;
use crate::problem::Problems;

/// The types of storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Gcs,
    BuildGcs,
    S3,
}

fn kind(spec: &ResourceSpec) -> Option<Type> {
    match spec.param("type") {
        Some("gcs") => Some(Type::Gcs),
        Some("build-gcs") => Some(Type::BuildGcs),
        Some("s3") => Some(Type::S3),
        _ => None,
    }
}

/// What is wrong with it.
pub(super) fn check(spec: &ResourceSpec, path: &FieldPath, problems: &mut Problems<'_>) {
    if kind(spec).is_none() {
        let wrong = match spec.param("type") {
            Some(value) => format!("invalid value {value:?}"),
            None => "missing param type".to_owned(),
        };
        let message = format!("{wrong}: a storage is of type gcs, build-gcs or s3");
        problems.wrong(value_or_params(spec, path, "type"), message);
    }
    if location(spec).is_empty() {
        problems.wrong(params_or_spec(path, spec), "missing param location: where is the storage?");
    }
    match kind(spec) {
        Some(Type::BuildGcs) => build_gcs::check(spec, path, problems),
        Some(Type::S3) => s3::check(spec, path, problems),
        Some(Type::Gcs) | None => {}
    }
    for (index, secret) in spec.secrets.iter().enumerate() {
        let path = path.key("secrets").index(index);
        for (key, value) in [("secretName", &secret.secret), ("secretKey", &secret.key)] {
            if value.is_empty() {
                problems
                    .wrong(path.key(key), "missing: a secret has a fieldName, a secretName and a secretKey");
            }
        }
    }
}

/// What is wrong with it as an output.
pub(super) fn check_output(spec: &ResourceSpec) -> Option<&'static str> {
    (kind(spec) == Some(Type::BuildGcs)).then(|| build_gcs::check_output(spec)).flatten()
}

/// What variables can ask for.
pub(super) fn fields(spec: &ResourceSpec) -> Vec<(&'static str, String)> {
    vec![("location", location(spec).to_owned())]
}

/// The steps that fetch it.
pub(super) fn fetch(site: &Site<'_>, volumes: &mut Vec<Volume>) -> Vec<Container> {
    match kind(site.bound.spec) {
        Some(Type::Gcs) => gcs::fetch(site, volumes),
        Some(Type::BuildGcs) => build_gcs::fetch(site),
        Some(Type::S3) => vec![s3::fetch(site)],
        None => Vec::new(),
    }
}

/// The steps that store it.
pub(super) fn store(site: &Site<'_>, volumes: &mut Vec<Volume>) -> Vec<Container> {
    match kind(site.bound.spec) {
        Some(Type::Gcs) => vec![gcs::store(site, volumes)],
        Some(Type::BuildGcs) => vec![build_gcs::store(site)],
        Some(Type::S3) => vec![s3::store(site)],
        None => Vec::new(),
    }
}
