//! A Pod and what it refers to, in the form that `podman kube play` takes.
//!
//! podman keeps volumes, ConfigMaps' volumes and secrets under names that are the machine's, not the Pod's, so
//! each gets the Pod's name in front: two Pods may run at once, and nothing of the user's is overwritten.

use crate::engine::Job;
use crate::engine::process::objects::{Data, Kind};
use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Has podman keep init containers that have ended, and with them their output.
const KEEP_INIT: (&str, &str) = ("io.podman.annotations.init.container.type", "always");

/// What is given to podman.
#[derive(Default)]
pub struct Documents {
    /// The documents of the Pod and its ConfigMaps, as one stream.
    pub stream: Vec<u8>,
    /// podman's secrets that the Pod refers to: name and content. It has no `Debug` on purpose.
    pub secrets: BTreeMap<String, Vec<u8>>,
    /// Volumes that podman makes for the Pod and does not remove with it.
    pub volumes: Vec<String>,
}

/// Translates the Pod of `job`.
///
/// # Errors
/// When a ConfigMap or Secret is missing that is not optional.
pub fn translate(job: &Job) -> Result<Documents> {
    let mut pod = serde_json::to_value(job.pod)?;
    let name = job.pod.metadata.name.as_deref().context("the Pod has no name")?;
    let mut translation =
        Translation { job, pod: name, done: Documents::default(), config_maps: BTreeMap::new() };
    pod["metadata"]["annotations"][KEEP_INIT.0] = KEEP_INIT.1.into();
    for volume in list(&mut pod["spec"]["volumes"]) {
        translation.volume(volume)?;
    }
    for containers in ["initContainers", "containers"] {
        for container in list(&mut pod["spec"][containers]) {
            translation.container(container)?;
        }
    }
    let Translation { mut done, config_maps, .. } = translation;
    for document in config_maps.values().chain([&pod]) {
        done.stream.extend_from_slice(b"---\n");
        serde_json::to_writer(&mut done.stream, document)?; // JSON is YAML
        done.stream.push(b'\n');
    }
    Ok(done)
}

struct Translation<'a> {
    job: &'a Job<'a>,
    pod: &'a str,
    done: Documents,
    config_maps: BTreeMap<String, Value>,
}

impl Translation<'_> {
    fn private(&self, name: &str) -> String {
        format!("{}-{name}", self.pod)
    }

    fn volume(&mut self, volume: &mut Value) -> Result<()> {
        rename(&mut volume["name"], |name| self.private(name));
        let sources = [("configMap", "name", Kind::ConfigMap), ("secret", "secretName", Kind::Secret)];
        for (field, name_field, kind) in sources {
            let Some(source) = volume.get_mut(field).filter(|source| source.is_object()) else { continue };
            let name = source[name_field].as_str().unwrap_or_default().to_owned();
            let optional = source["optional"].as_bool();
            match self.job.objects.data(kind, &name, self.job.pod, optional)? {
                Some(data) => {
                    let private = if kind == Kind::Secret {
                        self.secret("volume", &name, &json!({ "kind": "Secret", "data": encoded(&data) }))?
                    } else {
                        self.config_map(&name, &data)
                    };
                    source[name_field] = private.clone().into();
                    source["optional"] = false.into(); // podman 4.3 dies when it is not said
                    self.done.volumes.push(private);
                }
                None => {
                    let name = volume["name"].clone();
                    *volume = json!({ "name": name, "emptyDir": {} });
                }
            }
        }
        Ok(())
    }

    fn container(&mut self, container: &mut Value) -> Result<()> {
        for mount in list(&mut container["volumeMounts"]) {
            rename(&mut mount["name"], |name| self.private(name));
        }
        for variable in list(&mut container["env"]) {
            let Some(from) = variable.get_mut("valueFrom") else { continue };
            self.references(from, "configMapKeyRef", "secretKeyRef")?;
        }
        for source in list(&mut container["envFrom"]) {
            self.references(source, "configMapRef", "secretRef")?;
        }
        Ok(())
    }

    /// Leads the references of one source of variables to what podman will have.
    fn references(&mut self, source: &mut Value, config_map: &str, secret: &str) -> Result<()> {
        for (field, kind) in [(config_map, Kind::ConfigMap), (secret, Kind::Secret)] {
            let Some(reference) = source.get_mut(field).filter(|reference| reference.is_object()) else {
                continue;
            };
            let name = reference["name"].as_str().unwrap_or_default().to_owned();
            let optional = reference["optional"].as_bool();
            if let Some(data) = self.job.objects.data(kind, &name, self.job.pod, optional)? {
                let private = match kind {
                    Kind::ConfigMap => self.config_map(&name, &data),
                    Kind::Secret => self.secret("env", &name, &json!(encoded(&data)))?,
                };
                reference["name"] = private.into();
            }
        }
        Ok(())
    }

    /// Notes a secret of podman's and returns its name. For variables podman 4.3 reads the data alone, for
    /// volumes the whole object, so each use has a secret of its own.
    fn secret(&mut self, usage: &str, name: &str, content: &Value) -> Result<String> {
        let private = self.private(&format!("{name}-{usage}"));
        self.done.secrets.insert(private.clone(), serde_json::to_vec(content)?);
        Ok(private)
    }

    fn config_map(&mut self, name: &str, data: &Data) -> String {
        let private = self.private(name);
        let text = |bytes: &Vec<u8>| String::from_utf8(bytes.clone()).ok();
        let (plain, binary): (Data, Data) =
            data.clone().into_iter().partition(|(_, value)| std::str::from_utf8(value).is_ok());
        let plain: Map<String, Value> =
            plain.iter().filter_map(|(key, value)| Some((key.clone(), text(value)?.into()))).collect();
        let document = json!({
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": private },
            "data": plain, "binaryData": encoded(&binary),
        });
        self.config_maps.insert(private.clone(), document);
        private
    }
}

fn encoded(data: &Data) -> BTreeMap<&str, String> {
    data.iter().map(|(key, value)| (key.as_str(), STANDARD.encode(value))).collect()
}

fn rename(value: &mut Value, new: impl FnOnce(&str) -> String) {
    if let Some(name) = value.as_str() {
        *value = new(name).into();
    }
}

/// The elements of a list that may be missing.
fn list(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value.as_array_mut().into_iter().flatten()
}
