//! What objects must fulfil before anything is made of them, whether a run uses them or not.

mod downward;
pub(crate) mod form;
mod labels;
mod metadata;
mod params;
mod pipeline;
mod placement;
mod resources;
mod step;
mod steps;
mod task_spec;
mod variables;
mod volume;

pub(crate) use params::fit;

use crate::field_path::FieldPath;
use crate::model::{ObjectKey, TaskSource};
use crate::problem::{Found, Problems};
use crate::world::World;
use task_spec::Rules;

/// Everything that is wrong with the objects of the world, each looked at by itself.
pub(crate) fn world(world: &World) -> Found {
    let mut found = Found::default();
    let spec = FieldPath::of(&["spec"]);
    for task in &world.tasks {
        let problems = &mut Problems::of(ObjectKey::namespaced("Task", &task.metadata), &mut found);
        metadata::check(&task.metadata, problems);
        task_spec::check(&task.spec, Rules::Task, &spec, problems);
    }
    for task in &world.cluster_tasks {
        let problems = &mut Problems::of(ObjectKey::cluster("ClusterTask", &task.metadata), &mut found);
        metadata::check(&task.metadata, problems);
        task_spec::check(&task.spec, Rules::Free, &spec, problems);
    }
    for resource in &world.resources {
        let key = ObjectKey::namespaced("PipelineResource", &resource.metadata);
        let problems = &mut Problems::of(key, &mut found);
        metadata::check(&resource.metadata, problems);
        crate::resources::check(&resource.spec, &spec, problems);
    }
    for pipeline in &world.pipelines {
        let key = ObjectKey::namespaced("Pipeline", &pipeline.metadata);
        let problems = &mut Problems::of(key, &mut found);
        metadata::check(&pipeline.metadata, problems);
        pipeline::check(&pipeline.spec, &spec, problems);
    }
    for run in &world.pipeline_runs {
        let key = ObjectKey::namespaced("PipelineRun", &run.metadata);
        let problems = &mut Problems::of(key, &mut found);
        metadata::check(&run.metadata, problems);
        params::check_given(&run.params, &spec.key("params"), problems);
        resources::check_bound(&run.resources, &spec.key("resources"), problems);
        placement::check(&run.placement, &spec, problems);
    }
    for run in &world.task_runs {
        let problems = &mut Problems::of(ObjectKey::namespaced("TaskRun", &run.metadata), &mut found);
        metadata::check(&run.metadata, problems);
        params::check_given(&run.params, &spec.key("inputs").key("params"), problems);
        for (side, bindings) in [("inputs", &run.inputs), ("outputs", &run.outputs)] {
            resources::check_bound(bindings, &spec.key(side).key("resources"), problems);
        }
        placement::check(&run.placement, &spec, problems);
        if let TaskSource::Inline(inline) = &run.source {
            task_spec::check(inline, Rules::Inline, &spec.key("taskSpec"), problems);
        }
    }
    found
}
