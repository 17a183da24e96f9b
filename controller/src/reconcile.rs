//! What is still to be made, from what there is.

mod resolve;

use crate::creds;
use crate::model::{ObjectKey, TaskRun};
use crate::plan::Plan;
use crate::pod::{belongs_to, build};
use crate::problem::{Problem, Problems};
use crate::validate;
use crate::world::World;

/// Plans what the world lacks: pure, so that looking twice at the same world asks for the same things.
///
/// # Errors
/// Everything that is wrong with the objects; nothing is planned then.
pub fn reconcile(world: &World) -> Result<Plan, Vec<Problem>> {
    let mut found = validate::world(world);
    let pods = world
        .task_runs
        .iter()
        .filter(|run| wants_pod(run, world))
        .filter_map(|run| {
            let mut problems = Problems::of(ObjectKey::namespaced("TaskRun", &run.metadata), &mut found);
            let (source, owner) = resolve::source(run, world, &mut problems)?;
            validate::fit(&source.spec.params, &run.params, &mut problems);
            let credentials = creds::of(run, world, &mut found);
            let mut problems = Problems::of(owner, &mut found);
            Some(build(run, &source, credentials, &world.settings, &mut problems))
        })
        .collect();
    if found.is_empty() { Ok(Plan { pods }) } else { Err(found) }
}

/// Whether the run still needs its Pod: it has not ended, is not cancelled, and no Pod of its own is there.
fn wants_pod(run: &TaskRun, world: &World) -> bool {
    !run.cancelled && !run.done && !world.pods.iter().any(|pod| belongs_to(pod, run))
}
