//! The objects of the world by their names: every look-up takes the same time, however many there are.

use std::collections::HashMap;

use k8s_openapi::api::core::v1::{ConfigMap, PersistentVolumeClaim, Secret, ServiceAccount};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use crate::model::{ClusterTask, ObservedPod, Pipeline, PipelineResource, Task, TaskRun, namespace_of};
use crate::pod::{OwnedBy, owned_by, pod_name};
use crate::world::World;

/// A namespace and a name.
type Name<'a> = (&'a str, &'a str);

/// The world, looked up by name.
pub(crate) struct Index<'a> {
    pub world: &'a World,
    tasks: HashMap<Name<'a>, &'a Task>,
    cluster_tasks: HashMap<&'a str, &'a ClusterTask>,
    resources: HashMap<Name<'a>, &'a PipelineResource>,
    pipelines: HashMap<Name<'a>, &'a Pipeline>,
    task_runs: HashMap<Name<'a>, &'a TaskRun>,
    claims: HashMap<Name<'a>, &'a PersistentVolumeClaim>,
    accounts: HashMap<Name<'a>, &'a ServiceAccount>,
    secrets: HashMap<Name<'a>, &'a Secret>,
    config_maps: HashMap<Name<'a>, &'a ConfigMap>,
    pods: HashMap<Name<'a>, &'a ObservedPod>,
    pods_of_run: HashMap<Name<'a>, Vec<&'a ObservedPod>>,
}

impl<'a> Index<'a> {
    /// Indexes `world`. Of objects with the same name the first counts.
    pub fn of(world: &'a World) -> Self {
        let mut pods_of_run: HashMap<Name<'a>, Vec<&'a ObservedPod>> = HashMap::new();
        for pod in &world.pods {
            if let Some(run) = owned_by(pod) {
                pods_of_run.entry((namespace_of(&pod.metadata), run)).or_default().push(pod);
            }
        }
        let cluster_tasks = world.cluster_tasks.iter().rev().map(|task| (name_of(&task.metadata), task));
        Self {
            world,
            tasks: by_name(&world.tasks, |task| &task.metadata),
            cluster_tasks: cluster_tasks.collect(),
            resources: by_name(&world.resources, |resource| &resource.metadata),
            pipelines: by_name(&world.pipelines, |pipeline| &pipeline.metadata),
            task_runs: by_name(&world.task_runs, |run| &run.metadata),
            claims: by_name(&world.claims, |claim| &claim.metadata),
            accounts: by_name(&world.service_accounts, |account| &account.metadata),
            secrets: by_name(&world.secrets, |secret| &secret.metadata),
            config_maps: by_name(&world.config_maps, |config_map| &config_map.metadata),
            pods: by_name(&world.pods, |pod| &pod.metadata),
            pods_of_run,
        }
    }

    pub fn task(&self, namespace: &str, name: &str) -> Option<&'a Task> {
        self.tasks.get(&(namespace, name)).copied()
    }

    pub fn cluster_task(&self, name: &str) -> Option<&'a ClusterTask> {
        self.cluster_tasks.get(name).copied()
    }

    pub fn resource(&self, namespace: &str, name: &str) -> Option<&'a PipelineResource> {
        self.resources.get(&(namespace, name)).copied()
    }

    pub fn pipeline(&self, namespace: &str, name: &str) -> Option<&'a Pipeline> {
        self.pipelines.get(&(namespace, name)).copied()
    }

    pub fn task_run(&self, namespace: &str, name: &str) -> Option<&'a TaskRun> {
        self.task_runs.get(&(namespace, name)).copied()
    }

    pub fn claim(&self, namespace: &str, name: &str) -> Option<&'a PersistentVolumeClaim> {
        self.claims.get(&(namespace, name)).copied()
    }

    pub fn account(&self, namespace: &str, name: &str) -> Option<&'a ServiceAccount> {
        self.accounts.get(&(namespace, name)).copied()
    }

    pub fn secret(&self, namespace: &str, name: &str) -> Option<&'a Secret> {
        self.secrets.get(&(namespace, name)).copied()
    }

    pub fn config_map(&self, namespace: &str, name: &str) -> Option<&'a ConfigMap> {
        self.config_maps.get(&(namespace, name)).copied()
    }

    /// The Pods that are there for the run with this metadata: by its name, or because it says that the run owns it.
    pub fn pods(&self, run: &ObjectMeta) -> Vec<&'a ObservedPod> {
        let namespace = namespace_of(run);
        let name = name_of(run);
        let owned = self.pods_of_run.get(&(namespace, name)).map(Vec::as_slice).unwrap_or_default();
        let mut pods: Vec<&ObservedPod> =
            owned.iter().filter(|pod| OwnedBy(run).fits(pod)).copied().collect();
        // Somebody may have taken the owner away.
        let by_name = self.pods.get(&(namespace, pod_name(run, 0).as_str())).copied();
        if let Some(pod) = by_name.filter(|named| !pods.iter().any(|pod| std::ptr::eq(*pod, *named))) {
            pods.push(pod);
        }
        pods
    }
}

fn by_name<T>(objects: &[T], metadata: fn(&T) -> &ObjectMeta) -> HashMap<Name<'_>, &T> {
    // The last one in is the first of the list.
    objects
        .iter()
        .rev()
        .map(|object| ((namespace_of(metadata(object)), name_of(metadata(object))), object))
        .collect()
}

fn name_of(metadata: &ObjectMeta) -> &str {
    metadata.name.as_deref().unwrap_or_default()
}
