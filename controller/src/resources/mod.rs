//! What resources add to a Pod: steps that fetch before the Task's own, steps that store after them, volumes, variables.

mod artifacts;
mod build_gcs;
mod cluster;
mod gcs;
mod git;
mod image;
mod s3;
mod secret_volume;
mod step;
mod storage;
mod storage_params;
mod value_path;

pub(crate) use artifacts::Artifacts;

use k8s_openapi::api::core::v1::{Container, Volume};

use crate::field_path::FieldPath;
use crate::images::Images;
use crate::model::{DeclaredResource, ResourceKind, ResourceSpec};
use crate::names::Seed;
use crate::path::clean;
use crate::problem::Problems;
use crate::substitute::Values;
use crate::validate::form::{DATA_KEY, NAME};
use step::Site;

/// A resource as a run binds it to what a Task declares.
#[derive(Clone, Debug)]
pub(crate) struct Bound<'a> {
    /// What the Task declares.
    pub declared: &'a DeclaredResource,
    /// Where the Task declares it: what is wrong with a step of ours is wrong there.
    pub path: FieldPath,
    /// The name of the `PipelineResource`; the binding's for one that the run brings along.
    pub name: &'a str,
    /// What it is.
    pub spec: &'a ResourceSpec,
    /// Where tasks hand it on, if they do: of an input where it comes from, of an output where it goes.
    pub paths: &'a [String],
}

/// A step on its way into the Pod, and the field of the Task that it is there for.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// The container, without what every step gets.
    pub container: Container,
    /// The field.
    pub path: FieldPath,
}

/// What the resources of one Pod add up to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Additions {
    /// Steps in front of the Task's.
    pub before: Vec<Step>,
    /// Steps behind the Task's.
    pub after: Vec<Step>,
    /// Volumes that they mount.
    pub volumes: Vec<Volume>,
}

/// What making steps needs to know of everything else.
pub(crate) struct Context<'a> {
    /// The images of the steps.
    pub images: &'a Images,
    /// What generated names are made of.
    pub seed: &'a Seed,
    /// How tasks hand on files, in a Pod of a `PipelineRun`.
    pub artifacts: Option<&'a Artifacts>,
}

/// The steps and volumes for these inputs and outputs, each in the order of the Task.
///
/// Each input goes in front of those before it, so that the last one runs first, as in the founding version.
pub(crate) fn additions(inputs: &[Bound<'_>], outputs: &[Bound<'_>], context: &Context<'_>) -> Additions {
    let mut additions = Additions::default();
    // The last one first, but their volumes in the order of the Task.
    let mut before = Vec::new();
    for input in inputs {
        let site = context.site("inputs", input, folder_of_input(input.declared));
        let steps = match context.artifacts {
            Some(artifacts) if input.spec.kind.is_files() && !input.paths.is_empty() => {
                artifacts.fetch(&site, &mut additions.volumes)
            }
            _ => fetch(&site, &mut additions.volumes),
        };
        before.push(steps.into_iter().map(|step| input.step(step)).collect::<Vec<_>>());
    }
    additions.before.extend(before.into_iter().rev().flatten());
    for output in outputs {
        let site = context.site("outputs", output, folder_of_output(output.declared, inputs));
        let mut steps = store(&site, &mut additions.volumes);
        if let Some(artifacts) = context.artifacts {
            steps.extend(artifacts.store(&site, &mut additions.volumes));
        }
        additions.after.extend(steps.into_iter().map(|step| output.step(step)));
    }
    additions
}

impl Context<'_> {
    fn site<'a>(&'a self, side: &str, bound: &'a Bound<'a>, place: String) -> Site<'a> {
        let key = format!("{side}/{}", bound.declared.name);
        Site { bound, place, images: self.images, seed: self.seed, key }
    }
}

impl Bound<'_> {
    fn step(&self, container: Container) -> Step {
        Step { container, path: self.path.clone() }
    }
}

/// What is wrong with a resource that is called `name`, whose spec stands at `path`.
pub(crate) fn check(spec: &ResourceSpec, path: &FieldPath, problems: &mut Problems<'_>) {
    match spec.kind {
        ResourceKind::Git | ResourceKind::Image => {}
        ResourceKind::Storage => storage::check(spec, path, problems),
        ResourceKind::Cluster => cluster::check(spec, path, problems),
    }
    for (index, secret) in spec.secrets.iter().enumerate() {
        let path = path.key("secrets").index(index);
        // What is missing is missing to one type or the other.
        for (form, key, value) in [(NAME, "secretName", &secret.secret), (DATA_KEY, "secretKey", &secret.key)]
        {
            if !value.is_empty() {
                form.check(value, &path, key, problems);
            }
        }
    }
}

/// What is wrong with it as an output, in the words of the founding version.
pub(crate) fn check_output(spec: &ResourceSpec) -> Option<&'static str> {
    (spec.kind == ResourceKind::Storage).then(|| storage::check_output(spec)).flatten()
}

/// What `${inputs.resources.NAME.FIELD}` stands for, or `outputs`: `side` is the one or the other.
pub(crate) fn values(side: &str, bound: &[Bound<'_>]) -> Values {
    let mut values = Values::new();
    for Bound { declared, name, spec, .. } in bound {
        let fields = match spec.kind {
            ResourceKind::Git => git::fields(spec),
            ResourceKind::Image => image::fields(spec),
            ResourceKind::Storage => storage::fields(spec),
            ResourceKind::Cluster => cluster::fields(spec),
        };
        let common = [("name", (*name).to_owned()), ("type", spec.kind.name().to_owned())];
        // A type may know better what it is called.
        for (field, value) in common.into_iter().chain(fields) {
            values.insert(format!("{side}.resources.{}.{field}", declared.name), value);
        }
    }
    values
}

fn fetch(site: &Site<'_>, volumes: &mut Vec<Volume>) -> Vec<Container> {
    match site.bound.spec.kind {
        ResourceKind::Git => vec![git::fetch(site)],
        ResourceKind::Image => Vec::new(),
        ResourceKind::Storage => storage::fetch(site, volumes),
        ResourceKind::Cluster => vec![cluster::fetch(site)],
    }
}

fn store(site: &Site<'_>, volumes: &mut Vec<Volume>) -> Vec<Container> {
    match site.bound.spec.kind {
        ResourceKind::Storage => storage::store(site, volumes),
        ResourceKind::Git | ResourceKind::Image | ResourceKind::Cluster => Vec::new(),
    }
}

/// Where an input is put.
fn folder_of_input(declared: &DeclaredResource) -> String {
    let name = declared.target_path.as_deref().unwrap_or(&declared.name);
    clean(&format!("/workspace/{name}")).into_owned()
}

/// Where an output is taken from: where the input of the same name is, so that a Task can change what it was given.
fn folder_of_output(declared: &DeclaredResource, inputs: &[Bound<'_>]) -> String {
    match inputs.iter().find(|input| input.declared.name == declared.name) {
        Some(input) => folder_of_input(input.declared),
        None => clean(&format!("/workspace/output/{}", declared.name)).into_owned(),
    }
}
