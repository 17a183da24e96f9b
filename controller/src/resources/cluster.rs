//! Resources of type cluster: a kubeconfig below the workspace.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use k8s_openapi::api::core::v1::{Container, EnvVar, EnvVarSource, SecretKeySelector};
use serde::Serialize;

use super::step::{Site, step};
use super::value_path::value_or_params;
use crate::field_path::FieldPath;
use crate::model::ResourceSpec;
use crate::problem::Problems;

/// What creds-init is told, with the fields and in the order of the founding version.
#[derive(Serialize)]
struct Told<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    url: &'a str,
    revision: &'a str,
    username: &'a str,
    password: &'a str,
    token: &'a str,
    #[serde(rename = "Insecure")]
    insecure: bool,
    /// In base64.
    cadata: Option<&'a str>,
    secrets: Option<Vec<ToldSecret<'a>>>,
}

/// Which Secret a field comes from. creds-init finds its value in the environment.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ToldSecret<'a> {
    field_name: &'a str,
    secret_key: &'a str,
    secret_name: &'a str,
}

fn field<'a>(spec: &'a ResourceSpec, name: &str) -> &'a str {
    spec.param(name).unwrap_or_default()
}

fn has_secret(spec: &ResourceSpec, name: &str) -> bool {
    spec.secrets.iter().any(|secret| secret.field.eq_ignore_ascii_case(name))
}

/// Without a certificate to check it by, the server is trusted, as in the founding version.
fn insecure(spec: &ResourceSpec) -> bool {
    match field(spec, "cadata") {
        "" if has_secret(spec, "cadata") => false,
        "" => true,
        _ => field(spec, "insecure").eq_ignore_ascii_case("true"),
    }
}

/// What is wrong with it.
pub(super) fn check(spec: &ResourceSpec, path: &FieldPath, problems: &mut Problems<'_>) {
    let value_of = |name: &str| value_or_params(spec, path, name);
    let url = field(spec, "url");
    let is_url = url.starts_with('/')
        || url.split_once("://").is_some_and(|(scheme, rest)| !scheme.is_empty() && !rest.is_empty());
    if !url.is_empty() && !url.contains("${") && !is_url {
        problems.wrong(value_of("url"), format!("invalid value {url:?}: expected a URL"));
    }
    let mut missing = Vec::new();
    if field(spec, "name").is_empty() {
        missing.push("name");
    }
    for name in ["username", "cadata"] {
        // A server that need not show who it is needs no certificate to check it by.
        let needless = name == "cadata" && field(spec, "insecure").eq_ignore_ascii_case("true");
        if field(spec, name).is_empty() && !has_secret(spec, name) && !needless {
            missing.push(name);
        }
    }
    if !missing.is_empty() {
        let message =
            format!("missing params of a cluster: {}; all but name may be secrets", missing.join(", "));
        problems.wrong(path.key("params"), message);
    }
    if BASE64_STANDARD.decode(field(spec, "cadata")).is_err() {
        problems.wrong(value_of("cadata"), "invalid value: expected base64");
    }
    for (index, secret) in spec.secrets.iter().enumerate() {
        if secret.field.is_empty() || secret.secret.is_empty() || secret.key.is_empty() {
            let path = path.key("secrets").index(index);
            problems.wrong(path, "a secret has a fieldName, a secretName and a secretKey");
        }
    }
}

/// What variables can ask for.
pub(super) fn fields(spec: &ResourceSpec) -> Vec<(&'static str, String)> {
    let own = |name: &'static str| (name, field(spec, name).to_owned());
    let cadata = BASE64_STANDARD.decode(field(spec, "cadata")).unwrap_or_default();
    vec![
        own("name"),
        own("url"),
        own("revision"),
        own("username"),
        own("password"),
        own("token"),
        ("insecure", insecure(spec).to_string()),
        ("cadata", String::from_utf8_lossy(&cadata).into_owned()),
    ]
}

/// The step that writes it.
pub(super) fn fetch(site: &Site<'_>) -> Container {
    let spec = site.bound.spec;
    let secrets = spec.secrets.iter().map(|secret| ToldSecret {
        field_name: &secret.field,
        secret_key: &secret.key,
        secret_name: &secret.secret,
    });
    let told = Told {
        name: field(spec, "name"),
        kind: spec.kind.name(),
        url: field(spec, "url"),
        revision: field(spec, "revision"),
        username: field(spec, "username"),
        password: field(spec, "password"),
        token: field(spec, "token"),
        insecure: insecure(spec),
        cadata: Some(field(spec, "cadata")).filter(|cadata| !cadata.is_empty()),
        secrets: (!spec.secrets.is_empty()).then(|| secrets.collect()),
    };
    // Texts, a bool and nothing else: it cannot fail.
    let told = serde_json::to_string(&told).unwrap_or_default();
    let command = ["/ko-app/creds-init", "-cluster-config", &told];
    let from_secrets: Vec<EnvVar> = spec
        .secrets
        .iter()
        .map(|secret| EnvVar {
            name: secret.field.to_uppercase(),
            value: None,
            value_from: Some(EnvVarSource {
                secret_key_ref: Some(SecretKeySelector {
                    name: secret.secret.clone(),
                    key: secret.key.clone(),
                    optional: None,
                }),
                ..EnvVarSource::default()
            }),
        })
        .collect();
    Container {
        env: (!from_secrets.is_empty()).then_some(from_secrets),
        ..step(site.name("kubeconfig"), &site.images.kubeconfig_writer, &command)
    }
}
