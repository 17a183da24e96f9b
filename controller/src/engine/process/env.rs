//! The environment of a container.

use super::expand::expand;
use crate::engine::objects::Kind;
use crate::engine::{Job, downward};
use anyhow::{Context, Result};
use k8s_openapi::api::core::v1::{Container, EnvVar};
use std::collections::BTreeMap;

/// Where programs are looked for when the caller has no PATH: what container runtimes set.
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// The variables that the Pod gives to `container`: `envFrom`, then `env`, where a later one wins and
/// `$(NAME)` refers to earlier ones.
///
/// # Errors
/// When a ConfigMap, Secret, key or field is missing that is not optional, or a value is not UTF-8.
pub fn of_pod(job: &Job, container: &Container) -> Result<BTreeMap<String, String>> {
    let mut env = BTreeMap::new();
    for source in container.env_from.iter().flatten() {
        let prefix = source.prefix.as_deref().unwrap_or_default();
        let config_map = source.config_map_ref.as_ref().map(|it| (Kind::ConfigMap, &it.name, it.optional));
        let secret = source.secret_ref.as_ref().map(|it| (Kind::Secret, &it.name, it.optional));
        for (kind, name, optional) in config_map.into_iter().chain(secret) {
            for (key, value) in job.objects.data(kind, name, job.pod, optional)?.unwrap_or_default() {
                let value = text(value).with_context(|| format!("key {key} of {} {name}", kind.name()))?;
                env.insert(format!("{prefix}{key}"), value);
            }
        }
    }
    for variable in container.env.iter().flatten() {
        let value =
            value(job, container, variable, &env).with_context(|| format!("env {}", variable.name))?;
        if let Some(value) = value {
            env.insert(variable.name.clone(), value);
        }
    }
    Ok(env)
}

/// The whole environment of the process of user `uid`: the caller's PATH, the Pod's name as HOSTNAME and a HOME
/// as container runtimes set it, below what the Pod says.
pub fn of_process(job: &Job, uid: u32, of_pod: BTreeMap<String, String>) -> Vec<(String, String)> {
    let path = std::env::var("PATH").ok().filter(|path| !path.is_empty()).unwrap_or_else(|| PATH.into());
    let mut env = BTreeMap::from([("PATH".to_owned(), path)]);
    env.insert("HOME".into(), if uid == 0 { "/root" } else { "/" }.into());
    env.insert("HOSTNAME".into(), job.pod.metadata.name.clone().unwrap_or_default());
    env.extend(of_pod);
    env.into_iter().collect()
}

fn value(
    job: &Job,
    container: &Container,
    variable: &EnvVar,
    env: &BTreeMap<String, String>,
) -> Result<Option<String>> {
    let Some(from) = &variable.value_from else {
        return Ok(Some(expand(variable.value.as_deref().unwrap_or_default(), env)));
    };
    if let Some(key) = &from.config_map_key_ref {
        let value = job.objects.value(Kind::ConfigMap, &key.name, &key.key, job.pod, key.optional)?;
        return value.map(text).transpose();
    }
    if let Some(key) = &from.secret_key_ref {
        let value = job.objects.value(Kind::Secret, &key.name, &key.key, job.pod, key.optional)?;
        return value.map(text).transpose();
    }
    if let Some(selector) = &from.field_ref {
        return downward::field(job.pod, selector).map(Some);
    }
    if let Some(selector) = &from.resource_field_ref {
        return downward::resource(job.pod, container, selector).map(Some);
    }
    Ok(None)
}

/// The value as text. The error does not repeat it: it may be a secret.
fn text(value: Vec<u8>) -> Result<String> {
    let text = String::from_utf8(value).ok().filter(|text| !text.contains('\0'));
    text.context("the value is not UTF-8 text, which a variable must be: mount it as a file")
}
