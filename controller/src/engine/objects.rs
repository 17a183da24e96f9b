//! The `ConfigMap`s and Secrets that a Pod may refer to.

use crate::model::namespace_of;
use anyhow::{Result, anyhow};
use k8s_openapi::api::core::v1::{ConfigMap, Pod, Secret};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use std::collections::BTreeMap;

/// Whose data is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A `ConfigMap`.
    ConfigMap,
    /// A `Secret`.
    Secret,
}

impl Kind {
    /// The kind's name in YAML.
    pub fn name(self) -> &'static str {
        match self {
            Kind::ConfigMap => "ConfigMap",
            Kind::Secret => "Secret",
        }
    }
}

/// Keys and values of one object.
pub type Data = BTreeMap<String, Vec<u8>>;

/// The objects that were among the inputs.
#[derive(Debug, Clone, Copy)]
pub struct Objects<'a> {
    /// `ConfigMap`s of every namespace.
    pub config_maps: &'a [ConfigMap],
    /// Secrets of every namespace.
    pub secrets: &'a [Secret],
}

impl Objects<'_> {
    /// The data of `kind` `name` in the namespace of `pod`; `None` when it is missing and `optional`.
    ///
    /// # Errors
    /// When it is missing and not optional.
    pub fn data(&self, kind: Kind, name: &str, pod: &Pod, optional: Option<bool>) -> Result<Option<Data>> {
        let namespace = namespace_of(&pod.metadata);
        let found = match kind {
            Kind::ConfigMap => {
                self.config_maps.iter().find(|map| is(&map.metadata, name, namespace)).map(of_config_map)
            }
            Kind::Secret => {
                self.secrets.iter().find(|secret| is(&secret.metadata, name, namespace)).map(of_secret)
            }
        };
        match found {
            Some(data) => Ok(Some(data)),
            None if optional == Some(true) => Ok(None),
            None => Err(anyhow!(
                "the Pod needs {} {name} of namespace {namespace}, which is not among the inputs: add its YAML with -f",
                kind.name(),
            )),
        }
    }

    /// The value of `key`, as [`Objects::data`] finds the object.
    ///
    /// # Errors
    /// When the object or the key is missing and not optional.
    pub fn value(
        &self,
        kind: Kind,
        name: &str,
        key: &str,
        pod: &Pod,
        optional: Option<bool>,
    ) -> Result<Option<Vec<u8>>> {
        let Some(mut data) = self.data(kind, name, pod, optional)? else { return Ok(None) };
        match data.remove(key) {
            None if optional != Some(true) => {
                Err(anyhow!("the Pod needs key {key} of {} {name}, which has no such key", kind.name()))
            }
            value => Ok(value),
        }
    }
}

/// Whether these are the metadata of `name`.
fn is(metadata: &ObjectMeta, name: &str, namespace: &str) -> bool {
    metadata.name.as_deref() == Some(name) && namespace_of(metadata) == namespace
}

fn of_config_map(map: &ConfigMap) -> Data {
    let text = map.data.iter().flatten().map(|(key, value)| (key.clone(), value.clone().into_bytes()));
    let binary = map.binary_data.iter().flatten().map(|(key, value)| (key.clone(), value.0.clone()));
    text.chain(binary).collect()
}

/// `stringData` wins over `data`, as the API server has it.
fn of_secret(secret: &Secret) -> Data {
    let binary = secret.data.iter().flatten().map(|(key, value)| (key.clone(), value.0.clone()));
    let text =
        secret.string_data.iter().flatten().map(|(key, value)| (key.clone(), value.clone().into_bytes()));
    binary.chain(text).collect()
}
