//! What is still to be made, from what there is.

mod artifacts;
mod bind;
mod follow;
mod index;
mod pipeline_run;
mod resolve;
mod task_run;
#[cfg(test)]
mod tests;

pub(crate) use index::Index;

use crate::plan::Plan;
use crate::problem::Problem;
use crate::validate;
use crate::world::World;

/// Plans what the world lacks: pure, so that looking twice at the same world asks for the same things.
///
/// # Errors
/// Everything that is wrong with the objects; nothing is planned then.
pub fn reconcile(world: &World) -> Result<Plan, Vec<Problem>> {
    let mut found = validate::world(world);
    let index = Index::of(world);
    let mut plan = Plan::default();
    // Growing by and by moves what is there, and a Pod is large.
    plan.pods.reserve(index.world.task_runs.len());
    plan.task_runs.reserve(index.world.task_runs.len());
    for run in &world.task_runs {
        task_run::plan(run, &index, &mut found, &mut plan);
    }
    for run in &world.pipeline_runs {
        pipeline_run::plan(run, &index, &mut found, &mut plan);
    }
    if found.is_empty() { Ok(plan) } else { Err(found.into_list()) }
}
