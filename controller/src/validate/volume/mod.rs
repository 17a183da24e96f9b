//! What the API server would refuse in a volume, whatever is put in for variables. What the drivers of storage systems
//! want is theirs to say.

mod files;
mod projected;

use k8s_openapi::api::core::v1::Volume;

use super::form::{DIRECT, NAME, QUANTITY, TEXT, has_variable, one_of};
use crate::field_path::FieldPath;
use crate::problem::Problems;

/// What may be at the path of a host, as the founding version's Kubernetes and all later ones name it.
const AT_HOST: [&str; 7] =
    ["DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice"];

/// Checks the volume at `path`.
pub(super) fn check(volume: &Volume, path: &FieldPath, problems: &mut Problems<'_>) {
    check_source(volume, path, problems);
    if let Some(size) = volume.empty_dir.as_ref().and_then(|empty| empty.size_limit.as_ref()) {
        QUANTITY.check(&size.0, &path.key("emptyDir"), "sizeLimit", problems);
    }
    if let Some(host) = &volume.host_path {
        let path = path.key("hostPath");
        DIRECT.check(&host.path, &path, "path", problems);
        one_of(host.type_.as_ref(), &AT_HOST, &path, "type", problems);
    }
    if let Some(secret) = &volume.secret {
        files::check(secret.items.as_deref(), secret.default_mode, &path.key("secret"), problems);
    }
    if let Some(config_map) = &volume.config_map {
        files::check(config_map.items.as_deref(), config_map.default_mode, &path.key("configMap"), problems);
    }
    if let Some(downward) = &volume.downward_api {
        let path = path.key("downwardAPI");
        files::check_of_pod(downward.items.as_deref(), downward.default_mode, &path, problems);
    }
    if let Some(projected) = &volume.projected {
        projected::check(projected, &path.key("projected"), problems);
    }
    if let Some(nfs) = &volume.nfs {
        let path = path.key("nfs");
        TEXT.check(&nfs.server, &path, "server", problems);
        if !nfs.path.starts_with('/') && !has_variable(&nfs.path) {
            problems
                .wrong(path.key("path"), format!("invalid value {:?}: expected an absolute path", nfs.path));
        }
    }
    if let Some(csi) = &volume.csi {
        NAME.check(&csi.driver.to_lowercase(), &path.key("csi"), "driver", problems);
    }
}

/// A volume without a source is an empty folder.
fn check_source(volume: &Volume, path: &FieldPath, problems: &mut Problems<'_>) {
    // Its fields are its name and its sources, of which there are some thirty. None of them fails to become JSON.
    let fields = serde_json::to_value(volume).unwrap_or_default();
    let sources: Vec<&str> = fields
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, _)| key.as_str())
        .filter(|key| *key != "name")
        .collect();
    if sources.len() > 1 {
        problems
            .wrong(path.clone(), format!("a volume has one source, and here are {}", sources.join(" and ")));
    }
}
