//! Storage of type gcs: a file or a folder of Google Cloud Storage, by gsutil.

use k8s_openapi::api::core::v1::{Container, Volume, VolumeMount};

use super::Bound;
use super::step::{Names, make_folder, step, variable};
use super::storage::{add_secrets, location, mount};
use crate::images::Images;
use crate::model::ResourceSpec;

/// The one field that can stand in a Secret: the key file of a service account.
pub(super) const CREDENTIALS: &str = "GOOGLE_APPLICATION_CREDENTIALS";

/// gsutil asks gcloud who it is, and gcloud does not look at the variable by itself.
const WITH_ACCOUNT: &str = "gcloud auth activate-service-account --key-file \"$GOOGLE_APPLICATION_CREDENTIALS\" && exec gsutil \"$@\"";

/// A folder, by the mere presence of the parameter.
fn is_folder(spec: &ResourceSpec) -> bool {
    spec.param("dir").is_some()
}

/// The steps that fetch it.
pub(super) fn fetch(
    input: &Bound<'_>,
    place: &str,
    names: &Names<'_>,
    images: &Images,
    volumes: &mut Vec<Volume>,
) -> Vec<Container> {
    let from = location(input.spec);
    let all = format!("{from}/*");
    let words = if is_folder(input.spec) { vec!["cp", "-r", &all, place] } else { vec!["cp", from, place] };
    let name = names.step(&format!("fetch-{}", input.name));
    vec![
        make_folder(names.step(&format!("create-dir-{}", input.name)), place, images),
        with_secrets(input, name, &words, images, volumes),
    ]
}

/// The step that stores it.
pub(super) fn store(
    output: &Bound<'_>,
    place: &str,
    names: &Names<'_>,
    images: &Images,
    volumes: &mut Vec<Volume>,
) -> Container {
    let all = format!("{place}/*");
    let to = location(output.spec);
    let words = if is_folder(output.spec) { vec!["cp", "-r", &all, to] } else { vec!["cp", &all, to] };
    let name = names.step(&format!("upload-{}", output.name));
    with_secrets(output, name, &words, images, volumes)
}

fn with_secrets(
    bound: &Bound<'_>,
    name: String,
    words: &[&str],
    images: &Images,
    volumes: &mut Vec<Volume>,
) -> Container {
    add_secrets(bound, volumes);
    let account = bound.spec.secrets.iter().find(|secret| secret.field == CREDENTIALS);
    gsutil(name, words, account.map(|secret| mount(bound, secret)), images)
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
