//! Which kind an object is, and into the world with it.

use std::rc::Rc;

use k8s_openapi::api::core::v1::{ConfigMap, PersistentVolumeClaim, Pod, Secret, ServiceAccount};

use super::file::Document;
use super::node::{Node, Value};
use super::object::{Object, refuse};
use super::{Loaded, secret};
use crate::api::v1alpha1::{
    API_VERSION, ClusterTask, Pipeline, PipelineResource, PipelineRun, Task, TaskRun,
};
use crate::model::ObservedPod;

/// Reads an object of `kind` (its own, or what its list says).
pub(super) fn load(node: Node, kind: Option<&str>, document: &Document, loaded: &mut Loaded) {
    let Value::Mapping(_) = node.value else {
        return refuse(node.at, "expected an object with apiVersion and kind".to_owned(), document, loaded);
    };
    let Some(kind) = kind.filter(|kind| !kind.is_empty()) else {
        let message = "no kind: every object names its apiVersion and kind".to_owned();
        return refuse(node.at, message, document, loaded);
    };
    // Only the items of a typed list (`kind: PodList`) come without; the API server's lists of ours name theirs.
    let api_version = node.text("apiVersion").unwrap_or("v1").to_owned();
    let node = Rc::new(node);
    let mut object = Object { node: &node, kind, document, loaded };
    match (api_version.as_str(), kind) {
        (API_VERSION, "Task") => {
            let task =
                object.model(|task: &Task| &task.metadata, |task, problems| Some(task.into_model(problems)));
            object.loaded.world.tasks.extend(task);
        }
        (API_VERSION, "ClusterTask") => {
            let task = object.model(ClusterTask::metadata, |task, problems| Some(task.into_model(problems)));
            object.loaded.world.cluster_tasks.extend(task);
        }
        (API_VERSION, "PipelineResource") => {
            let resource = object.model(
                |resource: &PipelineResource| &resource.metadata,
                |resource, problems| Some(resource.into_model(problems)),
            );
            object.loaded.world.resources.extend(resource);
        }
        (API_VERSION, "TaskRun") => {
            let run = object.model(|run: &TaskRun| &run.metadata, TaskRun::into_model);
            object.loaded.world.task_runs.extend(run);
        }
        (API_VERSION, "Pipeline") => {
            let pipeline = object.model(
                |pipeline: &Pipeline| &pipeline.metadata,
                |pipeline, problems| Some(pipeline.into_model(problems)),
            );
            object.loaded.world.pipelines.extend(pipeline);
        }
        (API_VERSION, "PipelineRun") => {
            let run = object.model(|run: &PipelineRun| &run.metadata, PipelineRun::into_model);
            object.loaded.world.pipeline_runs.extend(run);
        }
        ("v1", "ConfigMap") => {
            let read = object.read(|config_map: &ConfigMap| &config_map.metadata);
            object.loaded.world.config_maps.extend(read.map(|(config_map, _)| config_map));
        }
        ("v1", secret::KIND) => {
            let read = object.read(|secret: &Secret| &secret.metadata);
            object.loaded.world.secrets.extend(read.map(|(secret, _)| secret));
        }
        ("v1", "ServiceAccount") => {
            let read = object.read(|account: &ServiceAccount| &account.metadata);
            object.loaded.world.service_accounts.extend(read.map(|(account, _)| account));
        }
        ("v1", "Pod") => {
            let pod = object.observe::<Pod>();
            object.loaded.world.pods.extend(pod.map(ObservedPod::from));
        }
        ("v1", "PersistentVolumeClaim") => {
            let claim = object.observe::<PersistentVolumeClaim>();
            object.loaded.world.claims.extend(claim);
        }
        (_, "Task" | "ClusterTask" | "TaskRun" | "PipelineResource" | "Pipeline" | "PipelineRun") => {
            object.warn(&format!("of {api_version} is ignored: only {API_VERSION} is known"));
        }
        _ => object.warn(&format!("of {api_version} is of an unknown kind and is ignored")),
    }
}
