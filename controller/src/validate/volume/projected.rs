//! Several objects in one folder.

use std::collections::HashSet;

use k8s_openapi::api::core::v1::{ProjectedVolumeSource, ServiceAccountTokenProjection, VolumeProjection};

use super::files;
use crate::field_path::FieldPath;
use crate::problem::Problems;
use crate::validate::form::{FILE, MODES, TEXT, within};

/// How long a token may be good for, in seconds: ten minutes to 2^32 of them.
const LIFETIMES: std::ops::RangeInclusive<i64> = 600..=1 << 32;

/// Checks the source at `path`.
pub(super) fn check(projected: &ProjectedVolumeSource, path: &FieldPath, problems: &mut Problems<'_>) {
    within(projected.default_mode, &MODES, path, "defaultMode", problems);
    let mut files = HashSet::new();
    for (index, one) in projected.sources.iter().flatten().enumerate() {
        let path = path.key("sources").index(index);
        source(one, &path, problems);
        for file in paths(one) {
            if !file.is_empty() && !files.insert(file) {
                problems.wrong(path.clone(), format!("another source has the file {file:?}"));
            }
        }
    }
}

fn source(one: &VolumeProjection, path: &FieldPath, problems: &mut Problems<'_>) {
    let VolumeProjection { cluster_trust_bundle, config_map, downward_api, secret, service_account_token } =
        one;
    let given = [
        cluster_trust_bundle.is_some(),
        config_map.is_some(),
        downward_api.is_some(),
        secret.is_some(),
        service_account_token.is_some(),
    ];
    if given.into_iter().filter(|given| *given).count() > 1 {
        problems.wrong(path.clone(), "expected one source: put others into items of their own");
    }
    let objects = [
        ("configMap", config_map.as_ref().map(|one| (&one.name, one.items.as_deref()))),
        ("secret", secret.as_ref().map(|one| (&one.name, one.items.as_deref()))),
    ];
    for (key, object) in objects {
        let Some((name, items)) = object else { continue };
        let path = path.key(key);
        TEXT.check(name, &path, "name", problems);
        files::check(items, None, &path, problems);
    }
    if let Some(pod) = downward_api {
        files::check_of_pod(pod.items.as_deref(), None, &path.key("downwardAPI"), problems);
    }
    if let Some(token) = service_account_token {
        let path = path.key("serviceAccountToken");
        FILE.check(&token.path, &path, "path", problems);
        within(token.expiration_seconds, &LIFETIMES, &path, "expirationSeconds", problems);
    }
}

fn paths(source: &VolumeProjection) -> impl Iterator<Item = &str> {
    let config_map = source.config_map.iter().flat_map(|one| one.items.iter().flatten());
    let secret = source.secret.iter().flat_map(|one| one.items.iter().flatten());
    let pod = source.downward_api.iter().flat_map(|one| one.items.iter().flatten());
    let token = source.service_account_token.iter().map(|ServiceAccountTokenProjection { path, .. }| path);
    let keys = config_map.chain(secret).map(|item| &item.path);
    keys.chain(pod.map(|item| &item.path)).chain(token).map(String::as_str)
}
