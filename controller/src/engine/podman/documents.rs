//! A Pod and what it refers to, in the form that `podman kube play` takes.
//!
//! podman keeps volumes, `ConfigMap`s and secrets under names that are the machine's, not the Pod's, so each
//! gets the Pod's name in front: two Pods may run at once, and nothing of the user's is overwritten.

use super::archive::archive;
use crate::engine::objects::{Data, Kind};
use crate::engine::step::containers;
use crate::engine::{Job, files};
use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use k8s_openapi::api::core::v1::{Container, Pod, Volume};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Has podman keep init containers that have ended, and with them their output.
const KEEP_INIT: (&str, &str) = ("io.podman.annotations.init.container.type", "always");

/// What is given to podman. It has no `Debug` on purpose: it holds secrets.
#[derive(Default)]
pub struct Documents {
    /// The documents of the Pod and its `ConfigMap`s, as one stream.
    pub stream: Vec<u8>,
    /// podman's secrets that the Pod refers to: name and content.
    pub secrets: BTreeMap<String, Vec<u8>>,
    /// podman's volumes with files of the Pod's objects: name and archive.
    pub volumes: BTreeMap<String, Vec<u8>>,
}

impl Documents {
    /// The commands that leave nothing of the Pod `name` behind.
    pub fn cleaning(&self, name: &str) -> Vec<Vec<String>> {
        let pod = ["podman", "pod", "rm", "--force", "--time", "0", name].map(str::to_owned).to_vec();
        let remove = |kind: &str, name: &String| ["podman", kind, "rm", name].map(str::to_owned).to_vec();
        let volumes = self.volumes.keys().map(|volume| remove("volume", volume));
        let secrets = self.secrets.keys().map(|secret| remove("secret", secret));
        [pod].into_iter().chain(volumes).chain(secrets).collect()
    }
}

/// Translates the Pod of `job`.
///
/// # Errors
/// When a `ConfigMap` or Secret is missing that is not optional.
pub fn translate(job: &Job) -> Result<Documents> {
    let mut pod = serde_json::to_value(job.pod)?;
    let name = job.pod.metadata.name.as_deref().context("the Pod has no name")?;
    let mut translation =
        Translation { job, pod: name, done: Documents::default(), config_maps: BTreeMap::new() };
    pod["metadata"]["annotations"][KEEP_INIT.0] = KEEP_INIT.1.into();
    let volumes = job.pod.spec.as_ref().and_then(|spec| spec.volumes.as_deref()).unwrap_or_default();
    for (volume, value) in volumes.iter().zip(list(&mut pod["spec"]["volumes"])) {
        translation.volume(volume, value).with_context(|| format!("volume {}", volume.name))?;
    }
    for kind in ["initContainers", "containers"] {
        for container in list(&mut pod["spec"][kind]) {
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

    /// Makes a volume of files one of podman's own volumes: podman's ideas of such volumes
    /// differ from one version to the next, and know neither items nor modes.
    fn volume(&mut self, volume: &Volume, value: &mut Value) -> Result<()> {
        let private = self.private(&volume.name);
        value["name"] = private.clone().into();
        let claim = volume.persistent_volume_claim.as_ref().map(|claim| claim.claim_name.as_str());
        if let Some(place) = claim.and_then(|claim| self.job.places.of(self.job.pod, claim)) {
            value["persistentVolumeClaim"]["claimName"] = place.into();
        }
        let Some(container) = user(self.job.pod, &volume.name) else { return Ok(()) };
        if let Some(files) = files::of_volume(self.job, container, volume)? {
            let (uid, gid) = owner(self.job.pod, container);
            *value = json!({ "name": private, "persistentVolumeClaim": { "claimName": private } });
            self.done.volumes.insert(private, archive(&files, uid, gid)?);
        }
        Ok(())
    }

    fn container(&mut self, container: &mut Value) -> Result<()> {
        for mount in list(&mut container["volumeMounts"]) {
            let private = self.private(mount["name"].as_str().unwrap_or_default());
            if self.done.volumes.contains_key(&private) {
                mount["readOnly"] = true.into();
            }
            mount["name"] = private.into();
        }
        for variable in list(&mut container["env"]) {
            if let Some(from) = variable.get_mut("valueFrom") {
                self.references(from, "configMapKeyRef", "secretKeyRef")?;
            }
        }
        for source in list(&mut container["envFrom"]) {
            self.references(source, "configMapRef", "secretRef")?;
        }
        Ok(())
    }

    /// Leads the references of one source of variables to what podman will have.
    fn references(&mut self, source: &mut Value, config_map: &str, secret: &str) -> Result<()> {
        for (field, kind) in [(config_map, Kind::ConfigMap), (secret, Kind::Secret)] {
            let Some(reference) = source.get_mut(field).filter(|it| it.is_object()) else { continue };
            let name = reference["name"].as_str().unwrap_or_default().to_owned();
            let optional = reference["optional"].as_bool();
            if let Some(data) = self.job.objects.data(kind, &name, self.job.pod, optional)? {
                let private = self.private(&name);
                match kind {
                    Kind::ConfigMap => self.config_map(private.clone(), data),
                    // podman's form of a Secret: its data alone.
                    Kind::Secret => {
                        self.done.secrets.insert(private.clone(), serde_json::to_vec(&encoded(&data))?);
                    }
                }
                reference["name"] = private.into();
            }
        }
        Ok(())
    }

    /// Notes the data for variables, which are text.
    fn config_map(&mut self, private: String, data: Data) {
        let text = |(key, value)| Some((key, String::from_utf8(value).ok()?.into()));
        let data: Map<String, Value> = data.into_iter().filter_map(text).collect();
        let metadata = json!({ "name": private });
        let document = json!({ "apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": data });
        self.config_maps.insert(private, document);
    }
}

/// The first container that mounts `volume`; a volume without any need not be there.
fn user<'a>(pod: &'a Pod, volume: &str) -> Option<&'a Container> {
    let mounts = |container: &Container| container.volume_mounts.iter().flatten().any(|it| it.name == volume);
    containers(pod).map(|(container, _)| container).find(|container| mounts(container))
}

/// The user and group that `container` runs as; root where the Pod names none.
fn owner(pod: &Pod, container: &Container) -> (u64, u64) {
    let own = container.security_context.as_ref();
    let of_pod = pod.spec.as_ref().and_then(|spec| spec.security_context.as_ref());
    let user = own.and_then(|it| it.run_as_user).or(of_pod.and_then(|it| it.run_as_user));
    let group = own.and_then(|it| it.run_as_group).or(of_pod.and_then(|it| it.run_as_group));
    let id = |id: Option<i64>| id.and_then(|id| u64::try_from(id).ok()).unwrap_or(0);
    (id(user), id(group))
}

fn encoded(data: &Data) -> BTreeMap<&str, String> {
    data.iter().map(|(key, value)| (key.as_str(), STANDARD.encode(value))).collect()
}

/// The elements of a list that may be missing.
fn list(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value.as_array_mut().into_iter().flatten()
}
