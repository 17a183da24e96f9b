//! Everything that a run of a Pipeline is about, found and checked once.

use std::collections::{BTreeMap, HashMap};

use k8s_openapi::api::core::v1::{PersistentVolumeClaim, Pod};

use crate::field_path::FieldPath;
use crate::model::{ObjectKey, ObservedPod, Pipeline, PipelineRun, namespace_of};
use crate::names::Seed;
use crate::pipeline::Graph;
use crate::pod::{Parts, build};
use crate::problem::{Found, Problems};
use crate::reconcile::Index;
use crate::reconcile::artifacts;
use crate::reconcile::bind::{Side, bind};
use crate::reconcile::resolve;
use crate::resources::Artifacts;
use crate::substitute::Values;
use crate::{claim, creds, validate};

/// A run, its Pipeline, and what follows from the two.
pub(super) struct Scene<'a> {
    pub run: &'a PipelineRun,
    pub pipeline: &'a Pipeline,
    pub graph: Graph,
    /// What `${params.NAME}` stands for.
    pub values: Values,
    /// How files are handed on.
    pub artifacts: Artifacts,
    /// Whether any task takes as its input what another one has made.
    pub hands_on: bool,
    /// The tasks by their names.
    pub numbers: HashMap<&'a str, usize>,
    /// What the generated names are made of.
    pub seed: Seed,
    index: &'a Index<'a>,
}

impl<'a> Scene<'a> {
    /// Finds the Pipeline of `run` and checks that the two fit; none when they do not.
    pub fn of(run: &'a PipelineRun, index: &'a Index<'a>, found: &mut Found) -> Option<Self> {
        let namespace = namespace_of(&run.metadata);
        let spec = FieldPath::of(&["spec"]);
        let before = found.len();
        let mut problems = Problems::of(ObjectKey::namespaced("PipelineRun", &run.metadata), found);
        let Some(pipeline) = index.pipeline(namespace, &run.pipeline) else {
            let name = &run.pipeline;
            let key = ObjectKey {
                kind: "Pipeline".to_owned(),
                namespace: namespace.to_owned(),
                name: name.clone(),
            };
            let message = format!(
                "Pipeline {name:?} not found in namespace {namespace:?}: is its file among the inputs?"
            );
            problems.missing(spec.key("pipelineRef").key("name"), key, message);
            return None;
        };
        // What is wrong with the graph is the Pipeline's own, and has been noted.
        let graph = Graph::of(&pipeline.spec.tasks).ok()?;
        validate::fit(&pipeline.spec.params, &run.params, &spec.key("params"), &mut problems);
        let resources = spec.key("resources");
        let places = (namespace, &resources, &resources);
        bind(Side::Pipeline, &pipeline.spec.resources, &run.resources, places, index, &mut problems);
        let values = pipeline.spec.params.iter().filter_map(|declared| {
            let given = run.params.iter().rfind(|param| param.name == declared.name);
            let value = given.map(|param| &param.value).or(declared.default.as_ref())?;
            Some((format!("params.{}", declared.name), value.clone()))
        });
        let tasks = &pipeline.spec.tasks;
        let scene = Self {
            run,
            pipeline,
            graph,
            values: values.collect(),
            artifacts: artifacts::of_pipeline_run(
                run.metadata.name.as_deref().unwrap_or_default(),
                namespace,
                index,
            ),
            hands_on: tasks.iter().flat_map(|task| &task.inputs).any(|input| !input.from.is_empty()),
            numbers: tasks.iter().enumerate().map(|(number, task)| (task.name.as_str(), number)).collect(),
            seed: Seed::of(&run.metadata),
            index,
        };
        (found.len() == before).then_some(scene)
    }

    /// The Pods that are there for `task`.
    pub fn pods(&self, task: usize) -> Vec<&'a ObservedPod> {
        self.index.pods(&self.metadata(task))
    }

    /// Whether the inputs hold a TaskRun of the name that the run of `task` has: then that one has the Pods.
    pub fn is_run_by_itself(&self, task: usize) -> bool {
        let metadata = self.metadata(task);
        self.index.task_run(namespace_of(&metadata), metadata.name.as_deref().unwrap_or_default()).is_some()
    }

    /// The Pod for `task`, after `failed` ones.
    pub fn pod(&self, task: usize, failed: usize, found: &mut Found) -> Option<Pod> {
        let before = found.len();
        let key = ObjectKey::namespaced("Pipeline", &self.pipeline.metadata);
        let path = FieldPath::of(&["spec", "tasks"]).index(task);
        let namespace = namespace_of(&self.run.metadata);
        let reference = &self.pipeline.spec.tasks[task].task;
        let mut problems = Problems::of(key, found);
        let at = path.key("taskRef").key("name");
        let (source, owner) = resolve::task(reference, namespace, at, self.index, &mut problems)?;
        let run = self.task_run(task);
        validate::fit(&source.spec.params, &run.params, &path.key("params"), &mut problems);
        let mut bound = |side: Side, declared, bindings| {
            let at = path.key("resources").key(side.name());
            let of_task = source.path.key(side.name()).key("resources");
            bind(side, declared, bindings, (namespace, &at, &of_task), self.index, &mut problems)
        };
        let inputs = bound(Side::Inputs, &source.spec.inputs, &run.inputs);
        let outputs = bound(Side::Outputs, &source.spec.outputs, &run.outputs);
        let owner_of_run = ObjectKey::namespaced("PipelineRun", &self.run.metadata);
        let credentials = creds::of(&run, &owner_of_run, self.index, found);
        if found.len() > before {
            return None;
        }
        let artifacts = Some(&self.artifacts);
        let parts = Parts { source, inputs, outputs, artifacts, attempt: failed, credentials };
        Some(build(&run, parts, &self.index.world.settings, &mut Problems::of(owner, found)))
    }

    /// The claim, if one of these Pods mounts it and it is not there yet.
    pub fn claim(&self, pods: &[Pod]) -> Option<PersistentVolumeClaim> {
        let name = self.artifacts.claim()?;
        let mounts = |pod: &Pod| {
            let volumes = pod.spec.as_ref().and_then(|spec| spec.volumes.as_deref()).unwrap_or_default();
            let claims = volumes.iter().filter_map(|volume| volume.persistent_volume_claim.as_ref());
            claims.into_iter().any(|claim| claim.claim_name == name)
        };
        let is_there = self.index.claim(namespace_of(&self.run.metadata), name).is_some();
        (!is_there && pods.iter().any(mounts))
            .then(|| claim::of(name, self.run.metadata.namespace.as_ref(), self.owner()))
    }

    /// The labels of all runs of tasks: the run's own, under the Pipeline's, under those that name the two.
    pub fn labels(&self) -> BTreeMap<String, String> {
        let mut labels = self.run.metadata.labels.clone().unwrap_or_default();
        labels.extend(self.pipeline.metadata.labels.clone().unwrap_or_default());
        labels.insert("tekton.dev/pipeline".to_owned(), self.run.pipeline.clone());
        let name = self.run.metadata.name.clone().unwrap_or_default();
        labels.insert("tekton.dev/pipelineRun".to_owned(), name);
        labels
    }
}
