//! docker's `config.json`: who one is to which registry. skopeo, podman, buildah, kaniko and ko read it too.

use anyhow::{Context, Result, anyhow, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use crate::Request;
use crate::annotation::{Annotation, one_secret_each};
use crate::secrets::Secrets;

type Object = Map<String, Value>;

/// `file` (empty when there is none) with all credentials that the request asks for, as compact JSON with its
/// keys sorted. What is named later wins, registry by registry: `file`, `.dockercfg` secrets, `config.json`
/// secrets, user names and passwords.
///
/// # Errors
/// One line that names the secret or the file, and the remedy.
pub fn merge(file: &[u8], request: &Request, secrets: &Secrets) -> Result<(Vec<u8>, Vec<String>)> {
    let mut config = match file.trim_ascii() {
        [] => Object::new(),
        text => parse(text).context("the .docker/config.json in HOME is none; correct it or move it away")?,
    };
    for secret in &request.docker_cfg {
        let (key, kind) = (".dockercfg", "kubernetes.io/dockercfg");
        let auths = parse(&secrets.required(secret, key, kind)?)
            .with_context(|| format!("secret {secret}: {key} is none; make it anew"))?;
        overlay(&mut config, Object::from_iter([("auths".to_owned(), Value::Object(auths))]))
            .with_context(|| format!("secret {secret}: {key} is none; make it anew"))?;
    }
    for secret in &request.docker_config {
        let (key, kind) = (".dockerconfigjson", "kubernetes.io/dockerconfigjson");
        parse(&secrets.required(secret, key, kind)?)
            .and_then(|theirs| overlay(&mut config, theirs))
            .with_context(|| format!("secret {secret}: {key} is none; make it anew with docker login"))?;
    }
    let mut notes = Vec::new();
    let basic = basic(&request.basic_docker, secrets)?;
    for registry in basic.keys() {
        notes.extend(helper_before(&config, registry));
    }
    overlay(&mut config, Object::from_iter([("auths".to_owned(), Value::Object(basic))]))?;
    Ok((serde_json::to_vec(&config)?, notes))
}

/// The entries for secrets with a user name and a password.
fn basic(annotations: &[Annotation], secrets: &Secrets) -> Result<Object> {
    let places = annotations.iter().map(|Annotation { secret, value }| (value.as_str(), secret.as_str()));
    let mut auths = Object::new();
    for (registry, secret) in places.clone() {
        if registry.contains(|char: char| char.is_whitespace() || char.is_control()) {
            bail!(
                "secret {secret}: the registry in its annotation tekton.dev/docker-* is wrong: expected a host or a \
                 URL without white space"
            );
        }
    }
    one_secret_each(places.clone())?;
    for (registry, secret) in places {
        let basic = secrets.basic(secret)?;
        let auth = STANDARD.encode(format!("{}:{}", basic.username, basic.password));
        // The address is nobody's: clients of old refuse an entry without one.
        let entry = json!({
            "username": basic.username, "password": basic.password, "auth": auth, "email": "not@val.id"
        });
        auths.insert(registry.to_owned(), entry);
    }
    Ok(auths)
}

/// Lays `theirs` over `config`: where both hold an object its keys are merged, else theirs counts.
fn overlay(config: &mut Object, theirs: Object) -> Result<()> {
    for key in ["auths", "credHelpers"] {
        match theirs.get(key) {
            None | Some(Value::Null) => {}
            Some(Value::Object(entries)) => {
                if key == "auths" && !entries.values().all(Value::is_object) {
                    bail!("an entry of its auths is no object");
                }
            }
            Some(_) => bail!("its {key} is no object"),
        }
    }
    for (key, value) in theirs {
        match (config.get_mut(&key), value) {
            (Some(Value::Object(mine)), Value::Object(value)) => mine.extend(value),
            (Some(Value::Object(_)), Value::Null) => {}
            (_, value) => {
                config.insert(key, value);
            }
        }
    }
    Ok(())
}

fn parse(text: &[u8]) -> Result<Object> {
    // The parser's own words may hold what stands in the text; line and column are enough to find it.
    let value: Value = serde_json::from_slice(text)
        .map_err(|error| anyhow!("no JSON at line {} column {}", error.line(), error.column()))?;
    match value {
        Value::Object(object) => Ok(object),
        _ => bail!("no JSON object"),
    }
}

/// Says so when a helper would be asked before the entry in `auths` is looked at.
fn helper_before(config: &Object, registry: &str) -> Option<String> {
    let host = registry.split_once("://").map_or(registry, |(_, rest)| rest);
    let host = host.split('/').next().unwrap_or(host);
    let named =
        config.get("credHelpers").and_then(|helpers| helpers.get(registry).or_else(|| helpers.get(host)));
    let (key, helper) = match (named, config.get("credsStore")) {
        (Some(helper), _) => ("credHelpers", helper),
        (None, Some(helper)) => ("credsStore", helper),
        (None, None) => return None,
    };
    helper.as_str().filter(|helper| !helper.is_empty())?;
    Some(format!(
        "docker asks the helper that {key} of its config.json names for {host}, before it looks at the user name \
         and password that the service account has for it"
    ))
}
