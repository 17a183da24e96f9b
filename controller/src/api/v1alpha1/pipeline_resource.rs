//! `kind: PipelineResource`, and the same spec where a run brings it along.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::task_run_spec::Param;
use crate::field_path::FieldPath;
use crate::model::{self, ResourceKind};
use crate::problem::Problems;

/// A thing outside that Tasks fetch or store.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PipelineResource {
    #[serde(rename = "apiVersion")]
    _api_version: Option<String>,
    #[serde(rename = "kind")]
    _kind: Option<String>,
    #[serde(default)]
    pub(crate) metadata: ObjectMeta,
    spec: Option<ResourceSpec>,
    /// The cluster writes an empty one.
    #[serde(rename = "status")]
    _status: Option<IgnoredAny>,
}

/// What a resource is.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResourceSpec {
    #[serde(rename = "type")]
    kind: Option<String>,
    params: Option<Vec<Param>>,
    secrets: Option<Vec<SecretParam>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SecretParam {
    field_name: Option<String>,
    secret_key: Option<String>,
    secret_name: Option<String>,
}

impl PipelineResource {
    /// The model's resource; what it cannot carry is a problem.
    pub(crate) fn into_model(self, problems: &mut Problems<'_>) -> model::PipelineResource {
        let spec = self.spec.unwrap_or_default().into_model(&FieldPath::of(&["spec"]), problems);
        model::PipelineResource { metadata: self.metadata, spec }
    }
}

impl ResourceSpec {
    /// The model's spec; `path` is where this one stands in its object.
    pub(super) fn into_model(self, path: &FieldPath, problems: &mut Problems<'_>) -> model::ResourceSpec {
        let secrets = self.secrets.unwrap_or_default().into_iter();
        model::ResourceSpec {
            kind: kind(self.kind, &path.key("type"), problems),
            params: self.params.unwrap_or_default().into_iter().map(Param::into_model).collect(),
            secrets: secrets
                .map(|secret| model::SecretParam {
                    field: secret.field_name.unwrap_or_default(),
                    secret: secret.secret_name.unwrap_or_default(),
                    key: secret.secret_key.unwrap_or_default(),
                })
                .collect(),
        }
    }
}

/// The sort of resource that `text` names; any one when that is a problem.
pub(super) fn kind(text: Option<String>, path: &FieldPath, problems: &mut Problems<'_>) -> ResourceKind {
    let text = text.unwrap_or_default();
    let known = ResourceKind::ALL.into_iter().find(|kind| kind.name() == text);
    known.unwrap_or_else(|| {
        let names = ResourceKind::ALL.map(ResourceKind::name).join(", ");
        let wrong = if text.is_empty() { "missing".to_owned() } else { format!("invalid value {text:?}") };
        problems.wrong(path.clone(), format!("{wrong}: expected one of {names}"));
        ResourceKind::Image
    })
}
