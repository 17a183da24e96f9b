//! The volumes of a Pod, made private to it.

use serde_json::{Value, json};

/// `pod` with the Pod's own name before that of each of its volumes.
///
/// podman 4.3 calls the volume behind an emptyDir by the name in the Pod, so that two Pods at a time would find
/// each other's files in `tools`.
pub fn private(pod: &Value) -> Value {
    let mut pod = pod.clone();
    let owner = pod["metadata"]["name"].clone();
    let prefix = |object: &mut Value| {
        let name = object["name"].as_str().expect("a volume has a name");
        object["name"] = json!(format!("{}-{name}", owner.as_str().expect("a Pod has a name")));
    };
    list(&mut pod["spec"]["volumes"]).for_each(prefix);
    for containers in ["initContainers", "containers"] {
        for container in list(&mut pod["spec"][containers]) {
            list(&mut container["volumeMounts"]).for_each(prefix);
        }
    }
    pod
}

/// The elements of a list that may be missing.
fn list(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value.as_array_mut().into_iter().flatten()
}
