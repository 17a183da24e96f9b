//! The claim of the volume that the tasks of a `PipelineRun` share.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{
    PersistentVolumeClaim, PersistentVolumeClaimSpec, VolumeResourceRequirements,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{ObjectMeta, OwnerReference};

/// How big the volume is, and that one node at a time writes to it: the founding version's.
const SIZE: &str = "5Gi";
const MODE: &str = "ReadWriteOnce";

/// The claim `name` in `namespace` for a run that owns it.
pub(crate) fn of(name: &str, namespace: Option<&String>, owner: OwnerReference) -> PersistentVolumeClaim {
    let size = BTreeMap::from([("storage".to_owned(), Quantity(SIZE.to_owned()))]);
    PersistentVolumeClaim {
        metadata: ObjectMeta {
            name: Some(name.to_owned()),
            namespace: namespace.filter(|namespace| !namespace.is_empty()).cloned(),
            owner_references: Some(vec![owner]),
            ..ObjectMeta::default()
        },
        spec: Some(PersistentVolumeClaimSpec {
            access_modes: Some(vec![MODE.to_owned()]),
            resources: Some(VolumeResourceRequirements { requests: Some(size), limits: None }),
            ..PersistentVolumeClaimSpec::default()
        }),
        ..PersistentVolumeClaim::default()
    }
}
