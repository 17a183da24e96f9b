//! Resources where Tasks declare them and runs bind them.

use serde::Deserialize;

use super::pipeline_resource::{ResourceSpec, kind};
use crate::field_path::FieldPath;
use crate::model::{self, ResourceSource};
use crate::problem::Problems;

/// A resource that a Task wants.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Declared {
    name: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    target_path: Option<String>,
}

impl Declared {
    /// The model's resources; `path` is where the list stands.
    pub(super) fn all(
        list: Option<Vec<Self>>,
        path: &FieldPath,
        problems: &mut Problems<'_>,
    ) -> Vec<model::DeclaredResource> {
        let list = list.unwrap_or_default().into_iter().enumerate();
        list.map(|(index, declared)| model::DeclaredResource {
            name: declared.name.unwrap_or_default(),
            kind: kind(declared.kind, &path.index(index).key("type"), problems),
            target_path: declared.target_path.filter(|path| !path.is_empty()),
        })
        .collect()
    }
}

/// What a run binds.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Binding {
    name: Option<String>,
    resource_ref: Option<ResourceRef>,
    resource_spec: Option<ResourceSpec>,
    paths: Option<Vec<String>>,
}

/// A `PipelineResource` by its name.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResourceRef {
    pub(super) name: Option<String>,
    #[serde(rename = "apiVersion")]
    _api_version: Option<String>,
}

impl Binding {
    /// The model's bindings; `path` is where the list stands.
    pub(super) fn all(
        list: Option<Vec<Self>>,
        path: &FieldPath,
        problems: &mut Problems<'_>,
    ) -> Vec<model::Binding> {
        let list = list.unwrap_or_default().into_iter().enumerate();
        list.filter_map(|(index, binding)| binding.into_model(&path.index(index), problems)).collect()
    }

    fn into_model(self, path: &FieldPath, problems: &mut Problems<'_>) -> Option<model::Binding> {
        let name = self.name.unwrap_or_default();
        let reference =
            self.resource_ref.and_then(|reference| reference.name).filter(|name| !name.is_empty());
        let source = match (reference, self.resource_spec) {
            (Some(name), None) => ResourceSource::Ref(name),
            (None, Some(spec)) => {
                ResourceSource::Inline(spec.into_model(&path.key("resourceSpec"), problems))
            }
            (Some(_), Some(_)) => {
                problems.wrong(path.key("resourceSpec"), "must not be given together with resourceRef");
                return None;
            }
            (None, None) => {
                problems.wrong(path.clone(), "missing resourceRef.name or resourceSpec: say what to bind");
                return None;
            }
        };
        Some(model::Binding { name, source, paths: self.paths.unwrap_or_default() })
    }
}
