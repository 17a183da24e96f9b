//! The Pod's metadata, and how a run recognises its Pod by it.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::{ObjectMeta, OwnerReference};

use super::Source;
use crate::api::v1alpha1::API_VERSION;
use crate::model::{ObservedPod, TaskRun};
use crate::names::Seed;

/// Names the Task that a Pod runs.
const TASK_LABEL: &str = "tekton.dev/task";

/// Names the run that a Pod belongs to.
const RUN_LABEL: &str = "tekton.dev/taskRun";

/// A sidecar would keep the Pod from ever ending.
const NO_SIDECAR: (&str, &str) = ("sidecar.istio.io/inject", "false");

/// What `kubectl apply` notes on an object is about that object; on the Pod it would be wrong.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// The metadata of the run's Pod.
///
/// The namespace is the run's own and stays away when the run has none: `kubectl apply` then chooses, for the Pod as
/// it would for the run.
pub(super) fn of_pod(run: &TaskRun, source: &Source<'_>, attempt: usize, seed: &Seed) -> ObjectMeta {
    ObjectMeta {
        name: Some(named(&run.metadata, attempt, seed)),
        namespace: run.metadata.namespace.clone().filter(|namespace| !namespace.is_empty()),
        labels: Some(labels(run, source)),
        annotations: Some(annotations(run)),
        owner_references: Some(vec![owner(run, seed)]),
        ..ObjectMeta::default()
    }
}

/// The name of the run that an observed Pod says it belongs to: its owner's or, without an owner, its label's.
pub(crate) fn owned_by(pod: &ObservedPod) -> Option<&str> {
    let mut owners = runs(pod);
    match owners.next() {
        Some(owner) => Some(&owner.name),
        None => pod.metadata.labels.as_ref()?.get(RUN_LABEL).map(String::as_str),
    }
}

/// Tells the Pods of a run from those of another run of its name.
pub(crate) struct OwnedBy<'a>(pub &'a ObjectMeta);

impl OwnedBy<'_> {
    /// Whether `pod`, which says that it belongs to a run of this name, is this run's. A run that was deleted and made
    /// anew has another uid; the Pod of the old one is not its own.
    pub fn fits(&self, pod: &ObservedPod) -> bool {
        let uid = self.0.uid.as_deref().filter(|uid| !uid.is_empty());
        runs(pod).next().is_none_or(|owner| uid.is_none_or(|uid| uid == owner.uid))
    }
}

fn runs(pod: &ObservedPod) -> impl Iterator<Item = &OwnerReference> {
    pod.metadata.owner_references.iter().flatten().filter(|owner| owner.kind == "TaskRun")
}

/// The name of the run's Pod number `attempt`, from 0.
pub(crate) fn pod_name(run: &ObjectMeta, attempt: usize) -> String {
    named(run, attempt, &Seed::of(run))
}

fn named(run: &ObjectMeta, attempt: usize, seed: &Seed) -> String {
    format!("{}-pod-{}", run.name.as_deref().unwrap_or_default(), seed.hex_of(attempt))
}

/// The run's labels, under the Task's, under our own.
fn labels(run: &TaskRun, source: &Source<'_>) -> BTreeMap<String, String> {
    let mut labels = run.metadata.labels.clone().unwrap_or_default();
    labels.extend(source.metadata.labels.clone().unwrap_or_default());
    labels.extend(source.task.map(|task| (TASK_LABEL.to_owned(), task.to_owned())));
    labels.insert(RUN_LABEL.to_owned(), run.metadata.name.clone().unwrap_or_default());
    labels
}

fn annotations(run: &TaskRun) -> BTreeMap<String, String> {
    let mut annotations = run.metadata.annotations.clone().unwrap_or_default();
    annotations.remove(LAST_APPLIED);
    annotations.insert(NO_SIDECAR.0.to_owned(), NO_SIDECAR.1.to_owned());
    annotations
}

/// The run as the Pod's owner.
///
/// A run that was read from a file has no uid, and the API server takes no owner without one, so one is made of
/// namespace and name. On a cluster that does not know the kind TaskRun such a Pod lives: the garbage collector deletes only
/// what it has looked up an owner for in vain, and a kind that is not there cannot be looked up. On a cluster that
/// does know them, a run from a file is not the cluster's run and its Pod would be collected: there, read the runs
/// from the cluster (`kubectl get taskruns -o yaml`), which gives them their real uids.
fn owner(run: &TaskRun, seed: &Seed) -> OwnerReference {
    OwnerReference {
        api_version: API_VERSION.to_owned(),
        kind: "TaskRun".to_owned(),
        name: run.metadata.name.clone().unwrap_or_default(),
        uid: run.metadata.uid.clone().filter(|uid| !uid.is_empty()).unwrap_or_else(|| seed.uid()),
        controller: Some(true),
        block_owner_deletion: Some(true),
    }
}
