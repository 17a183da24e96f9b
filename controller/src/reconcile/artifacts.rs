//! Where the tasks of a `PipelineRun` hand files on.

use super::Index;
use crate::model::{TaskRun, namespace_of};
use crate::resources::Artifacts;

/// The object that says that a bucket is used in place of a volume, and the namespace that it is looked up in.
const BUCKET: (&str, &str) = ("tekton-pipelines", "config-artifact-bucket");

/// How the tasks of the `PipelineRun` called `run` in `namespace` hand files on: by a bucket if the cluster is set up
/// for one, else by a volume of their own.
pub(super) fn of_pipeline_run(run: &str, namespace: &str, index: &Index<'_>) -> Artifacts {
    let config = index.config_map(BUCKET.0, BUCKET.1).and_then(|config| config.data.as_ref());
    let get = |key: &str| config?.get(key).map(|value| value.trim()).filter(|value| !value.is_empty());
    let Some(location) = get("location") else {
        return Artifacts::on_claim(format!("{run}-pvc"));
    };
    let secret = get("bucket.service.account.secret.name").zip(get("bucket.service.account.secret.key"));
    Artifacts::in_bucket(
        location.trim_end_matches('/').to_owned(),
        secret.map(|(name, key)| (name.to_owned(), key.to_owned())),
        format!("{run}-{namespace}-bucket"),
    )
}

/// The same for a run that a `PipelineRun` owns; none for one that nobody does.
pub(super) fn of_task_run(run: &TaskRun, index: &Index<'_>) -> Option<Artifacts> {
    let owner = run.metadata.owner_references.iter().flatten().find(|owner| owner.kind == "PipelineRun")?;
    Some(of_pipeline_run(&owner.name, namespace_of(&run.metadata), index))
}
