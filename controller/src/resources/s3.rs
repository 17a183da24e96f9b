//! Storage of type s3: a file or a folder in whatever speaks S3 (AWS, OSS, `MinIO` and others), by rclone.

use k8s_openapi::api::core::v1::{Container, EnvVar, EnvVarSource, SecretKeySelector};

use super::Bound;
use super::step::{Site, step, variable};
use super::storage_params::location;
use super::value_path::value_or_params;
use crate::field_path::FieldPath;
use crate::model::{ResourceSpec, SecretParam};
use crate::problem::Problems;

/// What locations begin with.
const SCHEME: &str = "s3://";

/// The fields that stand in Secrets: the variables in which every program of AWS looks for who it is.
const ACCOUNT: [&str; 2] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
const SESSION: &str = "AWS_SESSION_TOKEN";

/// The params that are switches.
const SWITCHES: [&str; 2] = ["pathStyle", "anonymous"];

/// What is wrong with it.
pub(super) fn check(spec: &ResourceSpec, path: &FieldPath, problems: &mut Problems<'_>) {
    let value_of = |name: &str| value_or_params(spec, path, name);
    let location = location(spec);
    if !location.is_empty() && !location.starts_with(SCHEME) && !location.starts_with("${") {
        let message = format!("invalid value {location:?}: expected {SCHEME}BUCKET/PATH");
        problems.wrong(value_of("location"), message);
    }
    for name in SWITCHES {
        let value = spec.param(name).unwrap_or("false");
        if !["true", "false"].contains(&value) {
            problems
                .wrong(value_of(name), format!("invalid value {value:?}: expected \"true\" or \"false\""));
        }
    }
    for (index, secret) in spec.secrets.iter().enumerate() {
        let field = secret.field.as_str();
        if !ACCOUNT.contains(&field) && field != SESSION {
            let message =
                format!("invalid value {field:?}: expected {}, {} or {SESSION}", ACCOUNT[0], ACCOUNT[1]);
            problems.wrong(path.key("secrets").index(index).key("fieldName"), message);
        }
    }
    let has = |field: &str| spec.secrets.iter().any(|secret| secret.field == field);
    if has(ACCOUNT[0]) != has(ACCOUNT[1]) {
        let message = format!("{} and {} go together", ACCOUNT[0], ACCOUNT[1]);
        problems.wrong(path.key("secrets"), message);
    }
}

/// The step that fetches it.
pub(super) fn fetch(site: &Site<'_>) -> Container {
    rclone(site, "fetch", &remote(site.bound.spec), &site.place)
}

/// The step that stores it.
pub(super) fn store(site: &Site<'_>) -> Container {
    rclone(site, "upload", &site.place, &remote(site.bound.spec))
}

/// The location as rclone names it when no configuration does: what it has to know is in variables.
fn remote(spec: &ResourceSpec) -> String {
    let location = location(spec);
    format!(":s3:{}", location.strip_prefix(SCHEME).unwrap_or(location))
}

/// A step that copies a file into a folder, or what is in a folder.
fn rclone(site: &Site<'_>, what: &str, from: &str, to: &str) -> Container {
    let Bound { name, spec, .. } = site.bound;
    let param = |name: &str| spec.param(name).filter(|value| !value.is_empty());
    let is_on = |name: &str| param(name) == Some("true");
    // rclone goes by the provider for what each of them does in its own way.
    let provider = param("provider").unwrap_or(if param("endpoint").is_some() { "Other" } else { "AWS" });
    let mut env = vec![variable("RCLONE_S3_PROVIDER", provider)];
    for (name, value) in [("ENDPOINT", param("endpoint")), ("REGION", param("region"))] {
        env.extend(value.map(|value| variable(&format!("RCLONE_S3_{name}"), value)));
    }
    let path_style = if is_on(SWITCHES[0]) { "true" } else { "false" };
    env.push(variable("RCLONE_S3_FORCE_PATH_STYLE", path_style));
    if !is_on(SWITCHES[1]) {
        env.push(variable("RCLONE_S3_ENV_AUTH", "true"));
    }
    env.extend(spec.secrets.iter().map(from_secret));
    Container {
        env: Some(env),
        ..step(site.name(&format!("{what}-{name}")), &site.images.rclone, &["rclone", "copy", from, to])
    }
}

fn from_secret(secret: &SecretParam) -> EnvVar {
    let selector = SecretKeySelector { name: secret.secret.clone(), key: secret.key.clone(), optional: None };
    EnvVar {
        name: secret.field.clone(),
        value: None,
        value_from: Some(EnvVarSource { secret_key_ref: Some(selector), ..EnvVarSource::default() }),
    }
}
