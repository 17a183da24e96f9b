//! From a run and its steps to the Pod, field by field as the founding document shows it.

mod check;
mod credentials;
mod handoff;
mod metadata;
mod mounts;
mod nop;
pub(crate) mod place_tools;
mod step;
pub(crate) mod volumes;

pub(crate) use metadata::belongs_to;

use k8s_openapi::api::core::v1::{EnvVar, Pod, PodSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use crate::creds::Credentials;
use crate::field_path::FieldPath;
use crate::model::{TaskRun, TaskSpec};
use crate::names::Seed;
use crate::problem::Problems;
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

/// Builds the Pod of `run`. Problems are about the object that holds the spec.
pub(crate) fn build(
    run: &TaskRun,
    source: &Source<'_>,
    credentials: Credentials,
    settings: &Settings,
    problems: &mut Problems<'_>,
) -> Pod {
    let mut spec = source.spec.clone();
    substitute(&mut spec, &param_values(source.spec, &run.params));
    let steps = source.path.key("steps");
    for (number, step) in spec.steps.iter_mut().enumerate() {
        handoff::redirect(step, number, &settings.image_entrypoints, &steps.index(number), problems);
        step::place(step, number);
    }
    let seed = Seed::of(&run.metadata);
    let mut containers = spec.steps;
    containers.push(nop::container(&settings.images.nop));
    let task_volumes = spec.volumes.len();
    let pod = PodSpec {
        restart_policy: Some("Never".to_owned()),
        service_account_name: run.service_account.clone(),
        node_selector: run.node_selector.clone(),
        tolerations: run.tolerations.clone(),
        affinity: run.affinity.clone(),
        init_containers: Some(vec![
            credentials::container(&settings.images.creds_init, &seed, &credentials),
            place_tools::container(&settings.images.entrypoint),
        ]),
        containers,
        volumes: Some(volumes::all(spec.volumes, credentials.volumes)),
        ..PodSpec::default()
    };
    check::pod(&pod, task_volumes, &source.path, problems);
    Pod { metadata: metadata::of_pod(run, source, &seed), spec: Some(pod), ..Pod::default() }
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
