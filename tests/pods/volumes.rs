//! The volumes of a Pod as folders of the test's own.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde_json::{Value, json};

/// Puts those of the Pod's volumes that are no memory into `folder`, each writable for all: a kubelet's emptyDir is,
/// podman's belongs to the user of the first container that mounts it.
pub fn open(pod: &mut Value, folder: &Path) {
    for volume in pod["spec"]["volumes"].as_array_mut().expect("volumes") {
        if volume["emptyDir"]["medium"] == "Memory" {
            continue;
        }
        let name = volume["name"].as_str().expect("a volume has a name").to_owned();
        let path = folder.join(&name);
        fs::create_dir_all(&path).expect("a folder can be made");
        fs::set_permissions(&path, Permissions::from_mode(0o777)).expect("its owner may");
        *volume = json!({"name": name, "hostPath": {"path": path, "type": "Directory"}});
    }
}
