//! The steps that resources add: names, folders, copies.

use k8s_openapi::api::core::v1::{Container, EnvVar, Volume};

use super::Bound;
use crate::images::Images;
use crate::names::Seed;

/// Where a resource is fetched, or stored: what the steps for it are made of.
pub(super) struct Site<'a> {
    /// The resource.
    pub bound: &'a Bound<'a>,
    /// The folder of the Pod that it is put into, or taken from.
    pub place: String,
    /// The images of the steps.
    pub images: &'a Images,
    /// What the names of the steps are made of, and what tells this resource on this side from others: the same one may
    /// be bound twice.
    pub seed: &'a Seed,
    pub key: String,
}

impl Site<'_> {
    /// The name of a step.
    pub fn name(&self, base: &str) -> String {
        self.seed.name_for(base, &self.key)
    }

    /// The same of one of several steps that are alike.
    pub fn name_of(&self, base: &str, number: usize) -> String {
        self.seed.name_for(base, &format!("{}/{number}", self.key))
    }
}

/// A step that runs `command`.
pub(super) fn step(name: String, image: &str, command: &[&str]) -> Container {
    let mut words = command.iter().map(|&word| word.to_owned());
    Container {
        name,
        image: Some(image.to_owned()),
        command: words.next().map(|program| vec![program]),
        args: Some(words.collect()),
        ..Container::default()
    }
}

/// The entrypoint that every step has at hand, in whichever image.
const ENTRYPOINT: &str = "/builder/tools/entrypoint";

/// A step that makes the folder `place`.
pub(super) fn make_folder(name: String, place: &str, images: &Images) -> Container {
    step(name, &images.shell, &[ENTRYPOINT, "mkdir", place])
}

/// A step that copies all that is in the folder `from` into the folder `to`.
pub(super) fn copy_folder(name: String, from: &str, to: &str, images: &Images) -> Container {
    step(name, &images.shell, &[ENTRYPOINT, "cp", "-r", from, to])
}

pub(super) fn variable(name: &str, value: &str) -> EnvVar {
    EnvVar { name: name.to_owned(), value: Some(value.to_owned()), value_from: None }
}

/// Adds a volume unless one of its name is there.
pub(super) fn add_volume(volumes: &mut Vec<Volume>, volume: Volume) {
    if !volumes.iter().any(|there| there.name == volume.name) {
        volumes.push(volume);
    }
}
