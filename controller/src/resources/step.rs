//! The steps that resources add: names, folders, copies.

use k8s_openapi::api::core::v1::{Container, EnvVar, Volume};

use crate::images::Images;
use crate::names::Seed;

/// The names of the steps for one resource on one side: the same resource may be bound twice.
pub(super) struct Names<'a> {
    pub seed: &'a Seed,
    pub key: String,
}

impl Names<'_> {
    pub fn step(&self, base: &str) -> String {
        self.seed.name_for(base, &self.key)
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
