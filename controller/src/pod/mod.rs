//! From a run and its steps to the Pod, field by field as the founding document shows it.

mod check;
mod command;
mod credentials;
mod handoff;
mod metadata;
mod mounts;
mod nop;
pub(crate) mod place_tools;
mod step;
pub(crate) mod volumes;

pub(crate) use metadata::{OwnedBy, owned_by, pod_name};

use k8s_openapi::api::core::v1::{EnvVar, Pod, PodSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use crate::creds::Credentials;
use crate::field_path::FieldPath;
use crate::model::{TaskRun, TaskSpec};
use crate::names::Seed;
use crate::problem::Problems;
use crate::resources::{self, Artifacts, Bound, Context, additions};
use crate::substitute::{param_values, substitute};
use crate::world::Settings;

/// What the steps of a run come from.
pub(crate) struct Source<'a> {
    /// Metadata of the Task; the run's own for a spec that it brings itself.
    pub metadata: &'a ObjectMeta,
    /// The name to label the Pod with, when there is a Task.
    pub task: Option<&'a str>,
    /// The spec, with its variables.
    pub spec: &'a TaskSpec,
    /// Where the spec stands in the object that problems are about.
    pub path: FieldPath,
}

/// Everything that a Pod is made of besides its run.
pub(crate) struct Parts<'a> {
    /// The steps.
    pub source: Source<'a>,
    /// Resources to fetch, in the order of the Task.
    pub inputs: Vec<Bound<'a>>,
    /// Resources to store, in the order of the Task.
    pub outputs: Vec<Bound<'a>>,
    /// How files are handed on, for a run of a Pipeline.
    pub artifacts: Option<&'a Artifacts>,
    /// Which time it is that the run is tried, from 0.
    pub attempt: usize,
    /// What creds-init writes.
    pub credentials: Credentials,
}

/// Builds the Pod of `run`. Problems are about the object that holds the spec.
pub(crate) fn build(
    run: &TaskRun,
    parts: Parts<'_>,
    settings: &Settings,
    problems: &mut Problems<'_>,
) -> Pod {
    let Parts { source, inputs, outputs, artifacts, attempt, credentials } = parts;
    let seed = Seed::of(&run.metadata);
    let images = &settings.images;
    let context = Context { images, seed: &seed, artifacts };
    let added = additions(&inputs, &outputs, &context);
    let own = added.before.len()..added.before.len() + source.spec.steps.len();
    // A container is two thousand bytes and more, before it holds anything: none is moved without need.
    let all = own.end + added.after.len();
    let mut containers = Vec::with_capacity(all + 1);
    let mut paths = Vec::with_capacity(all);
    let mut add = |step: resources::Step| {
        containers.push(step.container);
        paths.push(step.path);
    };
    added.before.into_iter().for_each(&mut add);
    let steps = source.path.key("steps");
    for (index, step) in source.spec.steps.iter().enumerate() {
        add(resources::Step { container: step.clone(), path: steps.index(index) });
    }
    added.after.into_iter().for_each(add);
    let task_volumes = source.spec.volumes.len();
    let others = added.volumes.len() + volumes::OWN.len() + credentials.volumes.len();
    let mut volumes = Vec::with_capacity(task_volumes + others);
    volumes.extend_from_slice(&source.spec.volumes);
    volumes.extend(added.volumes);

    let values = [
        param_values(source.spec, &run.params),
        resources::values("inputs", &inputs),
        resources::values("outputs", &outputs),
    ];
    for values in values.iter().filter(|values| !values.is_empty()) {
        substitute(containers.iter_mut(), &mut volumes, values);
    }
    for (number, (step, path)) in containers.iter_mut().zip(&paths).enumerate() {
        let is_ours = !own.contains(&number);
        let entrypoints = &settings.image_entrypoints;
        let words = command::of(step, number, is_ours, run, entrypoints, path, problems);
        if let Some(words) = words {
            handoff::redirect(step, number, words);
        }
        step::place(step, number);
    }
    containers.push(nop::container(&images.nop));
    let placement = run.placement.clone();
    let pod = PodSpec {
        restart_policy: Some("Never".to_owned()),
        service_account_name: placement.service_account,
        node_selector: placement.node_selector,
        tolerations: placement.tolerations,
        affinity: placement.affinity,
        init_containers: Some(vec![
            credentials::container(&images.creds_init, &seed, &credentials),
            place_tools::container(&images.entrypoint),
        ]),
        containers,
        volumes: Some(volumes::all(volumes, credentials.volumes)),
        ..PodSpec::default()
    };
    check::pod(&pod, &paths, task_volumes, &source.path, problems);
    Pod { metadata: metadata::of_pod(run, &source, attempt, &seed), spec: Some(pod), ..Pod::default() }
}

/// The home of everything that runs in the Pod; creds-init writes into it.
const HOME: &str = "/builder/home";

/// Where everything in the Pod starts.
const WORKSPACE: &str = "/workspace";

/// What the names of all containers but nop begin with.
const PREFIX: &str = "build-step-";

fn home_variable() -> EnvVar {
    EnvVar { name: "HOME".to_owned(), value: Some(HOME.to_owned()), value_from: None }
}
