//! Storage of type gcs: a file or a folder of Google Cloud Storage, by gsutil.

use k8s_openapi::api::core::v1::{Container, Volume, VolumeMount};

use super::step::{Site, make_folder, step, variable};
use super::storage_params::location;
use super::{Bound, secret_volume};
use crate::images::Images;
use crate::model::ResourceSpec;

/// The one field that can stand in a Secret: the key file of a service account.
const CREDENTIALS: &str = "GOOGLE_APPLICATION_CREDENTIALS";

/// Where a Secret of it is mounted, in a folder of its name.
const SECRETS: &str = "/var/secret";

/// gsutil asks gcloud who it is, and gcloud does not look at the variable by itself.
const WITH_ACCOUNT: &str = "gcloud auth activate-service-account --key-file \"$GOOGLE_APPLICATION_CREDENTIALS\" && exec gsutil \"$@\"";

/// A folder, by the mere presence of the parameter.
fn is_folder(spec: &ResourceSpec) -> bool {
    spec.param("dir").is_some()
}

/// The steps that fetch it.
pub(super) fn fetch(site: &Site<'_>, volumes: &mut Vec<Volume>) -> Vec<Container> {
    let Bound { name, spec, .. } = site.bound;
    let (from, place) = (location(spec), site.place.as_str());
    let all = format!("{from}/*");
    let words = if is_folder(spec) { vec!["cp", "-r", &all, place] } else { vec!["cp", from, place] };
    vec![
        make_folder(site.name(&format!("create-dir-{name}")), place, site.images),
        with_secrets(site, &format!("fetch-{name}"), &words, volumes),
    ]
}

/// The step that stores it.
pub(super) fn store(site: &Site<'_>, volumes: &mut Vec<Volume>) -> Container {
    let Bound { name, spec, .. } = site.bound;
    let all = format!("{}/*", site.place);
    let to = location(spec);
    let words = if is_folder(spec) { vec!["cp", "-r", &all, to] } else { vec!["cp", &all, to] };
    with_secrets(site, &format!("upload-{name}"), &words, volumes)
}

/// A step with the key file, if there is one; each Secret gets a volume, whether a step mounts it or not, as in the
/// founding version.
fn with_secrets(site: &Site<'_>, name: &str, words: &[&str], volumes: &mut Vec<Volume>) -> Container {
    let Bound { name: owner, spec, .. } = site.bound;
    let mut account = None;
    for secret in &spec.secrets {
        let name = secret_volume::add(owner, &secret.secret, volumes);
        if account.is_none() && secret.field == CREDENTIALS {
            let (mount, file) = secret_volume::mount(owner, &secret.secret, &secret.key, SECRETS);
            account = Some((VolumeMount { name, ..mount }, file));
        }
    }
    gsutil(site.name(name), words, account, site.images)
}

/// A step that calls gsutil, with the mount of a key file and its path if there is one.
pub(super) fn gsutil(
    name: String,
    words: &[&str],
    account: Option<(VolumeMount, String)>,
    images: &Images,
) -> Container {
    let Some((mount, file)) = account else {
        return step(name, &images.gsutil, &[&["gsutil"], words].concat());
    };
    let shell = ["/bin/sh", "-c", WITH_ACCOUNT, "gsutil"];
    Container {
        env: Some(vec![variable(CREDENTIALS, &file)]),
        volume_mounts: Some(vec![mount]),
        ..step(name, &images.gsutil, &[&shell, words].concat())
    }
}
