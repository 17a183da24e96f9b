//! One object: which kind it is, and into the world with it.

use std::rc::Rc;

use k8s_openapi::api::core::v1::{ConfigMap, Pod, Secret, ServiceAccount};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::de::DeserializeOwned;

use super::cursor::Unknown;
use super::decode::{Decoded, decode};
use super::diagnostic::Diagnostic;
use super::file::{Document, Position};
use super::node::{Node, Value};
use super::notes::{Finding, Notes};
use super::{Loaded, secret};
use crate::api::v1alpha1::{self, API_VERSION};
use crate::field_path::FieldPath;
use crate::model::{DEFAULT_NAMESPACE, ObjectKey, ObservedPod};
use crate::problem::{Found, Problems};

/// Warnings about one object beyond which they are only counted: the rest would be noise.
const MAX_WARNINGS: usize = 100;

/// Reads an object of `kind` (its own, or what its list says).
pub(super) fn load(node: Node, kind: Option<&str>, document: &Document, loaded: &mut Loaded) {
    let Value::Mapping(_) = node.value else {
        return refuse(node.at, "expected an object with apiVersion and kind".to_owned(), document, loaded);
    };
    let Some(kind) = kind.filter(|kind| !kind.is_empty()) else {
        return refuse(
            node.at,
            "no kind: every object names its apiVersion and kind".to_owned(),
            document,
            loaded,
        );
    };
    // Only the items of a typed list (`kind: PodList`) come without; the API server's lists of ours name theirs.
    let api_version = node.text("apiVersion").unwrap_or("v1").to_owned();
    let node = Rc::new(node);
    let mut object = Object { node: &node, kind, document, loaded };
    match (api_version.as_str(), kind) {
        (API_VERSION, "Task") => {
            if let Some((task, key)) = object.read(|object: &v1alpha1::Task| &object.metadata) {
                let task = object.convert(key, |problems| Some(task.into_model(problems)));
                object.loaded.world.tasks.extend(task);
            }
        }
        (API_VERSION, "ClusterTask") => {
            if let Some((task, key)) = object.read(v1alpha1::ClusterTask::metadata) {
                let task = object.convert(key, |problems| Some(task.into_model(problems)));
                object.loaded.world.cluster_tasks.extend(task);
            }
        }
        (API_VERSION, "PipelineResource") => {
            if let Some((resource, key)) = object.read(|object: &v1alpha1::PipelineResource| &object.metadata)
            {
                let resource = object.convert(key, |problems| Some(resource.into_model(problems)));
                object.loaded.world.resources.extend(resource);
            }
        }
        (API_VERSION, "TaskRun") => {
            if let Some((run, key)) = object.read(|object: &v1alpha1::TaskRun| &object.metadata) {
                let run = object.convert(key, |problems| run.into_model(problems));
                object.loaded.world.task_runs.extend(run);
            }
        }
        ("v1", "ConfigMap") => {
            let read = object.read(|object: &ConfigMap| &object.metadata);
            object.loaded.world.config_maps.extend(read.map(|(config_map, _)| config_map));
        }
        ("v1", secret::KIND) => {
            let read = object.read(|object: &Secret| &object.metadata);
            object.loaded.world.secrets.extend(read.map(|(secret, _)| secret));
        }
        ("v1", "ServiceAccount") => {
            let read = object.read(|object: &ServiceAccount| &object.metadata);
            object.loaded.world.service_accounts.extend(read.map(|(account, _)| account));
        }
        ("v1", "Pod") => {
            let Decoded { object: pod, notes } = decode::<Pod>(&node, Unknown::Ignored);
            object.tell(notes);
            object.loaded.world.pods.extend(pod.map(ObservedPod::from));
        }
        (API_VERSION, "Pipeline") => {
            if let Some((pipeline, key)) = object.read(|object: &v1alpha1::Pipeline| &object.metadata) {
                let pipeline = object.convert(key, |problems| Some(pipeline.into_model(problems)));
                object.loaded.world.pipelines.extend(pipeline);
            }
        }
        (API_VERSION, "PipelineRun") => {
            if let Some((run, key)) = object.read(|object: &v1alpha1::PipelineRun| &object.metadata) {
                let run = object.convert(key, |problems| run.into_model(problems));
                object.loaded.world.pipeline_runs.extend(run);
            }
        }
        ("v1", "PersistentVolumeClaim") => {
            let Decoded { object: claim, notes } = decode(&node, Unknown::Ignored);
            object.tell(notes);
            object.loaded.world.claims.extend(claim);
        }
        (_, "Task" | "ClusterTask" | "TaskRun" | "PipelineResource" | "Pipeline" | "PipelineRun") => {
            object.warn(&format!("of {api_version} is ignored: only {API_VERSION} is known"));
        }
        _ => object.warn(&format!("of {api_version} is of an unknown kind and is ignored")),
    }
}

/// An object on its way into the world.
struct Object<'a> {
    node: &'a Rc<Node>,
    kind: &'a str,
    document: &'a Document,
    loaded: &'a mut Loaded,
}

impl Object<'_> {
    /// The object as a `T`, with its key; none when it cannot be used, not even to look for further errors.
    fn read<T: DeserializeOwned>(&mut self, metadata: fn(&T) -> &ObjectMeta) -> Option<(T, ObjectKey)> {
        let Decoded { object, notes } = decode::<T>(self.node, Unknown::Refused);
        self.tell(notes);
        let Some(object) = object else {
            if let Some(key) = self.written_key() {
                self.loaded.unread.note_object(key);
            }
            return None;
        };
        let path = FieldPath::of(&["metadata", "name"]);
        let at = self.node.locate(&path);
        let metadata = metadata(&object);
        if metadata.name.as_deref().unwrap_or_default().is_empty() {
            let message = "metadata.name is missing: names are what objects are found by".to_owned();
            refuse(at, message, self.document, self.loaded);
            return None;
        }
        let key = match self.kind {
            "ClusterTask" => ObjectKey::cluster(self.kind, metadata),
            kind => ObjectKey::namespaced(kind, metadata),
        };
        if let Err(first) = self.loaded.sources.note(key.clone(), self.document, Rc::clone(self.node)) {
            let message = format!("{key} is there twice, first at {first}");
            refuse(at, message, self.document, self.loaded);
            return None;
        }
        Some((object, key))
    }

    /// What is left of an object when its API version has had its say; every problem is noted.
    fn convert<T>(
        &mut self,
        key: ObjectKey,
        convert: impl FnOnce(&mut Problems<'_>) -> Option<T>,
    ) -> Option<T> {
        let mut found = Found::default();
        let converted = convert(&mut Problems::of(key, &mut found));
        let Loaded { sources, diagnostics, .. } = &mut *self.loaded;
        diagnostics.extend(found.into_list().iter().map(|problem| sources.locate(problem)));
        converted
    }

    /// The key of an object that may not be readable as a whole.
    fn written_key(&self) -> Option<ObjectKey> {
        let metadata = &self.node.entry("metadata")?.value;
        let name = metadata.text("name").filter(|name| !name.is_empty())?.to_owned();
        let namespace = metadata.text("namespace").filter(|namespace| !namespace.is_empty());
        let namespace = if self.kind == "ClusterTask" { "" } else { namespace.unwrap_or(DEFAULT_NAMESPACE) };
        Some(ObjectKey { kind: self.kind.to_owned(), namespace: namespace.to_owned(), name })
    }

    /// Prints nothing of a Secret's values.
    fn tell(&mut self, Notes { errors, warnings }: Notes) {
        let object = self.written_key().map_or(self.kind.to_owned(), |key| key.to_string());
        let worded = |Finding { at, part, message }: Finding| {
            let message = if self.kind == secret::KIND { secret::without_value(&message) } else { message };
            let path = self.node.path_to(at, part).to_string();
            let colon = if path.is_empty() { "" } else { ": " };
            (at, format!("{object}: {path}{colon}{message}"))
        };
        for (at, message) in errors.into_iter().map(worded) {
            refuse(at, message, self.document, self.loaded);
        }
        let more = warnings.len().saturating_sub(MAX_WARNINGS);
        for (at, message) in warnings.into_iter().take(MAX_WARNINGS).map(worded) {
            let place = Diagnostic::place(self.document, at);
            self.loaded.warnings.push(format!("{place}: {message}"));
        }
        if more > 0 {
            self.warn(&format!("has {more} more values like these"));
        }
    }

    fn warn(&mut self, what: &str) {
        let place = Diagnostic::place(self.document, self.node.at);
        let name =
            self.node.entry("metadata").and_then(|metadata| metadata.value.text("name")).unwrap_or_default();
        let space = if name.is_empty() { "" } else { " " };
        self.loaded.warnings.push(format!("{place}: {}{space}{name} {what}", self.kind));
    }
}

fn refuse(at: Position, message: String, document: &Document, loaded: &mut Loaded) {
    loaded.diagnostics.push(Diagnostic::at(document, at, message, !document.secret));
}
