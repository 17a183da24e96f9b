//! From the objects and what is observed of them to what is drawn.

use std::collections::{BTreeMap, HashMap, HashSet};

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::drawing::{Drawing, Edge, Node};
use super::state::State;
use super::timeline::Timeline;
use super::tries::{by_time, took, tries};
use super::waiting;
use crate::model::{
    Condition, DEFAULT_NAMESPACE, Pipeline, PipelineRun, TaskKind, TaskRef, TaskRun, TaskSource, Truth,
    namespace_of,
};
use crate::pipeline::Graph;
use crate::plan::Plan;
use crate::reconcile::Index;
use crate::status::{PipelineRunStatus, TaskRunStatus};
use crate::world::World;

/// What there is to draw: every run of a Pipeline, every Pipeline that none of them runs, and the other runs of Tasks
/// in one drawing. `plan` is what follows from `world`.
pub(crate) fn drawings(world: &World, plan: &Plan) -> Vec<Drawing> {
    let index = Index::of(world);
    let mut drawings = Vec::new();
    let mut drawn = HashSet::new();
    for (run, status) in world.pipeline_runs.iter().zip(&plan.pipeline_runs) {
        drawn.insert((namespace_of(&run.metadata), run.pipeline.as_str()));
        drawings.push(of_run(run, status, &index));
    }
    for pipeline in &world.pipelines {
        let metadata = &pipeline.metadata;
        if !drawn.contains(&(namespace_of(metadata), metadata.name.as_deref().unwrap_or_default())) {
            drawings.push(of_pipeline(pipeline, format!("Pipeline {}", full_name(metadata))));
        }
    }
    drawings.extend(of_task_runs(world, plan, &index));
    drawings
}

/// The name, with the namespace if that is not `default`.
fn full_name(metadata: &ObjectMeta) -> String {
    let name = metadata.name.as_deref().unwrap_or_default();
    match namespace_of(metadata) {
        DEFAULT_NAMESPACE => name.to_owned(),
        namespace => format!("{namespace}/{name}"),
    }
}

fn task_of(reference: &TaskRef) -> String {
    match reference.kind {
        TaskKind::Task => reference.name.clone(),
        TaskKind::ClusterTask => format!("{} (ClusterTask)", reference.name),
    }
}

/// The tasks of `pipeline` and what they wait for.
fn of_pipeline(pipeline: &Pipeline, title: String) -> Drawing {
    let tasks = &pipeline.spec.tasks;
    let numbers: HashMap<&str, usize> =
        tasks.iter().enumerate().map(|(number, task)| (task.name.as_str(), number)).collect();
    let mut edges = Vec::new();
    for (to, task) in tasks.iter().enumerate() {
        let mut before: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for name in &task.run_after {
            before.extend(numbers.get(name.as_str()).map(|&from| (from, Vec::new())));
        }
        for input in &task.inputs {
            for from in input.from.iter().filter_map(|name| numbers.get(name.as_str())) {
                let resources = before.entry(*from).or_default();
                if !resources.contains(&input.resource) {
                    resources.push(input.resource.clone());
                }
            }
        }
        edges.extend(before.into_iter().map(|(from, resources)| Edge { from, to, resources }));
    }
    let node = |task: &crate::model::PipelineTask| Node {
        name: task.name.clone(),
        task: task_of(&task.task),
        retries: task.retries,
        ..Node::default()
    };
    Drawing {
        title,
        of: String::new(),
        state: None,
        why: String::new(),
        took: None,
        nodes: tasks.iter().map(node).collect(),
        edges,
        // What is wrong with a graph has been said where the inputs were read.
        order: Graph::of(tasks).map(|graph| graph.order().to_vec()).unwrap_or_default(),
        timeline: Timeline::default(),
    }
}

fn of_run(run: &PipelineRun, status: &PipelineRunStatus, index: &Index<'_>) -> Drawing {
    let title = format!("PipelineRun {}", full_name(&run.metadata));
    let nothing = Pipeline { metadata: ObjectMeta::default(), spec: crate::model::PipelineSpec::default() };
    let pipeline = index.pipeline(namespace_of(&run.metadata), &run.pipeline).unwrap_or(&nothing);
    let mut drawing = of_pipeline(pipeline, title);
    let now = index.world.now;
    let begun: HashMap<&str, &TaskRunStatus> =
        status.tasks.iter().map(|(name, status)| (name.as_str(), status)).collect();
    let mut rows = Vec::new();
    for (number, node) in drawing.nodes.iter_mut().enumerate() {
        let Some(status) = begun.get(node.name.as_str()) else { continue };
        let tries = tries(number, &node.name, status, index);
        node.state = Some(State::of(&status.condition, status.pod.is_some()));
        node.why = why(&status.condition);
        node.took = took(&tries, now);
        rows.extend(tries);
    }
    let rest = match status.condition.status {
        Truth::True => State::Succeeded,
        Truth::False => State::Skipped,
        Truth::Unknown => State::Waiting,
    };
    for node in &mut drawing.nodes {
        node.state.get_or_insert(rest);
    }
    waiting::skip(&mut drawing);
    waiting::wait(&drawing, &mut rows, status.started);
    drawing.of = format!("Pipeline {}", run.pipeline);
    let begun = !status.tasks.iter().all(|(_, task)| task.pod.is_none());
    drawing.state = Some(State::of(&status.condition, begun));
    drawing.why = why(&status.condition);
    drawing.timeline = Timeline { rows: by_time(rows) };
    let window = drawing.timeline.window(now);
    drawing.took = window.map(|(start, end)| end.duration_since(status.started.unwrap_or(start).min(start)));
    drawing
}

/// Why a run with this condition was ended, if it was.
fn why(condition: &Condition) -> String {
    if State::of(condition, true) == State::Stopped { condition.message.clone() } else { String::new() }
}

/// The runs of Tasks that belong to no run of a Pipeline among the inputs.
fn of_task_runs(world: &World, plan: &Plan, index: &Index<'_>) -> Option<Drawing> {
    let pipeline_runs: HashSet<(&str, &str)> = world
        .pipeline_runs
        .iter()
        .map(|run| (namespace_of(&run.metadata), run.metadata.name.as_deref().unwrap_or_default()))
        .collect();
    let is_alone = |run: &TaskRun| {
        let owners = run.metadata.owner_references.iter().flatten();
        let mut owners = owners.filter(|owner| owner.kind == "PipelineRun");
        !owners.any(|owner| pipeline_runs.contains(&(namespace_of(&run.metadata), owner.name.as_str())))
    };
    let mut nodes = Vec::new();
    let mut rows = Vec::new();
    for (run, status) in world.task_runs.iter().zip(&plan.task_runs).filter(|(run, _)| is_alone(run)) {
        let name = full_name(&run.metadata);
        let tries = tries(nodes.len(), &name, status, index);
        let task = match &run.source {
            TaskSource::Ref(reference) => task_of(reference),
            TaskSource::Inline(_) => String::new(),
        };
        let state = Some(State::of(&status.condition, status.pod.is_some()));
        let (why, took) = (why(&status.condition), took(&tries, world.now));
        nodes.push(Node { name, task, retries: 0, state, why, took });
        rows.extend(tries);
    }
    let title = if nodes.len() == 1 { "TaskRun" } else { "TaskRuns" }.to_owned();
    (!nodes.is_empty()).then(|| Drawing {
        title,
        of: String::new(),
        state: None,
        why: String::new(),
        took: None,
        order: (0..nodes.len()).collect(),
        nodes,
        edges: Vec::new(),
        timeline: Timeline { rows: by_time(rows) },
    })
}
