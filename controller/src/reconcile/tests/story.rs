//! A made-up Pipeline, and the world in which it is run.

use std::collections::BTreeSet;

use k8s_openapi::api::core::v1::{Container, Pod, PodStatus};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::model::{
    ObservedPod, Pipeline, PipelineRun, PipelineSpec, PipelineTask, Placement, Task, TaskKind, TaskRef,
    TaskSpec,
};
use crate::world::World;

/// A made-up Pipeline: of each task the earlier ones that it runs after, how often its Pod fails, how often it may.
#[derive(Clone, Debug)]
pub struct Story {
    pub tasks: Vec<(Vec<usize>, usize, usize)>,
    pub keep_going: bool,
}

pub fn story() -> impl Strategy<Value = Story> {
    let task = (vec(any::<prop::sample::Index>(), 0..3), 0usize..3, 0usize..3);
    (vec(task, 1..12), any::<bool>()).prop_map(|(tasks, keep_going)| {
        let tasks = tasks.into_iter().enumerate().map(|(number, (before, fails, retries))| {
            let before: BTreeSet<usize> =
                before.iter().filter(|_| number > 0).map(|index| index.index(number.max(1))).collect();
            (before.into_iter().collect(), fails, retries)
        });
        Story { tasks: tasks.collect(), keep_going }
    })
}

fn named(name: &str) -> ObjectMeta {
    ObjectMeta { name: Some(name.to_owned()), ..ObjectMeta::default() }
}

pub fn world(story: &Story) -> World {
    let step = Container {
        name: "s".to_owned(),
        image: Some("i".to_owned()),
        command: Some(vec!["c".to_owned()]),
        ..Container::default()
    };
    let task = |(number, (before, _, retries)): (usize, &(Vec<usize>, usize, usize))| PipelineTask {
        name: format!("t{number}"),
        task: TaskRef { kind: TaskKind::Task, name: "task".to_owned() },
        retries: *retries,
        run_after: before.iter().map(|number| format!("t{number}")).collect(),
        inputs: Vec::new(),
        outputs: Vec::new(),
        params: Vec::new(),
    };
    let tasks = story.tasks.iter().enumerate().map(task).collect();
    let mut world = World {
        tasks: vec![Task {
            metadata: named("task"),
            spec: TaskSpec { steps: vec![step], ..TaskSpec::default() },
        }],
        pipelines: vec![Pipeline {
            metadata: named("pipeline"),
            spec: PipelineSpec { tasks, ..PipelineSpec::default() },
        }],
        pipeline_runs: vec![PipelineRun {
            metadata: named("run"),
            pipeline: "pipeline".to_owned(),
            resources: Vec::new(),
            params: Vec::new(),
            placement: Placement::default(),
            cancelled: false,
            timeout: None,
            ended: None,
        }],
        ..World::default()
    };
    world.settings.keep_going = story.keep_going;
    world
}

/// These Pods as the cluster has them once they are created.
pub fn observed(pods: Vec<Pod>) -> Vec<ObservedPod> {
    pods.into_iter().map(ObservedPod::from).collect()
}

/// The number of the task whose Pod it is: `run-t3-xxxxx` is the run of `t3`.
pub fn task_of(metadata: &ObjectMeta) -> usize {
    let run = &metadata.labels.as_ref().unwrap()["tekton.dev/taskRun"];
    run.strip_prefix("run-t").unwrap().split_once('-').unwrap().0.parse().unwrap()
}

pub fn name(metadata: &ObjectMeta) -> &str {
    metadata.name.as_deref().unwrap()
}

pub fn set_phase(pod: &mut ObservedPod, phase: &str) {
    pod.status = Some(Box::new(PodStatus { phase: Some(phase.to_owned()), ..PodStatus::default() }));
}

pub fn phase(pod: &ObservedPod) -> &str {
    crate::reconcile::follow::phase(pod)
}
