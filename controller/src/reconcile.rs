//! What is still to be made, from what there is.

mod artifacts;
mod bind;
mod index;
mod pipeline_run;
mod progress;
#[cfg(test)]
mod properties;
mod resolve;
mod task_run;

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
    plan.pods.extend(world.task_runs.iter().filter_map(|run| task_run::pod(run, &index, &mut found)));
    for run in &world.pipeline_runs {
        pipeline_run::plan(run, &index, &mut found, &mut plan);
    }
    if found.is_empty() { Ok(plan) } else { Err(found) }
}
