//! The runs of Tasks that a run of a Pipeline stands for. Nobody writes them down: they follow from the two.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::{ObjectMeta, OwnerReference};

use super::scene::Scene;
use crate::api::v1alpha1::API_VERSION;
use crate::model::{
    Binding, Param, PipelineTask, ResourceSource, TaskInput, TaskOutput, TaskRun, TaskSource,
};
use crate::substitute::replace;

impl Scene<'_> {
    /// The metadata of the run of `task`, as far as its Pods are found by it.
    pub(super) fn metadata(&self, task: usize) -> ObjectMeta {
        let name = &self.pipeline.spec.tasks[task].name;
        let base = format!("{}-{name}", self.run.metadata.name.as_deref().unwrap_or_default());
        ObjectMeta {
            name: Some(self.seed.name_for(&base, name)),
            namespace: self.run.metadata.namespace.clone(),
            ..ObjectMeta::default()
        }
    }

    /// The run of `task`.
    pub(super) fn task_run(&self, task: usize) -> TaskRun {
        let metadata = ObjectMeta {
            labels: Some(self.labels()),
            owner_references: Some(vec![self.owner()]),
            ..self.metadata(task)
        };
        let task = &self.pipeline.spec.tasks[task];
        let param =
            |param: &Param| Param { name: param.name.clone(), value: replace(&param.value, &self.values) };
        TaskRun {
            metadata,
            // With its kind, which the founding version forgets, so that no Pipeline there runs a ClusterTask.
            source: TaskSource::Ref(task.task.clone()),
            params: task.params.iter().map(param).collect(),
            inputs: self.inputs(task),
            outputs: self.outputs(task),
            placement: self.run.placement.clone(),
            cancelled: false,
            timeout: self.run.timeout,
            ended: None,
        }
    }

    fn inputs(&self, task: &PipelineTask) -> Vec<Binding> {
        let input = |input: &TaskInput| {
            let paths = input.from.iter().filter_map(|from| {
                // By the name that the task gives it that made it. The founding version takes the name that this task
                // gives it, and finds nothing where the two differ.
                let producer = &self.pipeline.spec.tasks[*self.numbers.get(from.as_str())?];
                let output = producer.outputs.iter().find(|output| output.resource == input.resource)?;
                Some(self.artifacts.path(from, &output.name))
            });
            Binding { name: input.name.clone(), source: self.source(&input.resource), paths: paths.collect() }
        };
        task.inputs.iter().map(input).collect()
    }

    fn outputs(&self, task: &PipelineTask) -> Vec<Binding> {
        let output = |output: &TaskOutput| {
            // Of a run in which no task takes anything up, nothing is kept; of others all is, as in the founding version.
            let paths = self.hands_on.then(|| self.artifacts.path(&task.name, &output.name));
            Binding {
                name: output.name.clone(),
                source: self.source(&output.resource),
                paths: paths.into_iter().collect(),
            }
        };
        task.outputs.iter().map(output).collect()
    }

    /// What the run binds to the Pipeline's resource `name`.
    fn source(&self, name: &str) -> ResourceSource {
        let binding = self.run.resources.iter().find(|binding| binding.name == name);
        binding.map_or_else(|| ResourceSource::Ref(name.to_owned()), |binding| binding.source.clone())
    }

    /// The run of the Pipeline as the owner of what is made for it.
    pub(super) fn owner(&self) -> OwnerReference {
        OwnerReference {
            api_version: API_VERSION.to_owned(),
            kind: "PipelineRun".to_owned(),
            name: self.run.metadata.name.clone().unwrap_or_default(),
            uid: self
                .run
                .metadata
                .uid
                .clone()
                .filter(|uid| !uid.is_empty())
                .unwrap_or_else(|| self.seed.uid()),
            controller: Some(true),
            block_owner_deletion: Some(true),
        }
    }
}
