//! A run of a Pipeline: which of its tasks come next, and the Pods that they need.

mod derive;
mod scene;

use super::Index;
use super::progress::{Progress, State};
use crate::model::PipelineRun;
use crate::plan::Plan;
use crate::problem::Problem;
use scene::Scene;

/// Adds to `plan` what `run` needs next, unless it has ended or is cancelled. Everything wrong is noted in `found`.
///
/// A task comes next when all that it waits for have succeeded. Once a task has failed for good, no other is started,
/// or, where the settings say to keep going, none that depends on it.
pub(super) fn plan(run: &PipelineRun, index: &Index<'_>, found: &mut Vec<Problem>, plan: &mut Plan) {
    if run.cancelled || run.done {
        return;
    }
    let Some(scene) = Scene::of(run, index, found) else { return };
    let tasks = &scene.pipeline.spec.tasks;
    let mut states: Vec<Option<State>> = vec![None; tasks.len()];
    let mut next = Vec::new();
    let mut begun = false;
    for &task in scene.graph.order() {
        if !scene.graph.before(task).iter().all(|&before| states[before] == Some(State::Succeeded)) {
            continue;
        }
        let pods = index.pods(&scene.metadata(task));
        let Progress { state, failed } = Progress::of(&pods, tasks[task].retries);
        begun |= !pods.is_empty();
        states[task] = Some(state);
        if state == State::Wanting && !scene.is_run_by_itself(task) {
            next.push((task, failed));
        }
    }
    if !begun {
        // What is wrong with the Pods of later tasks is said now and not when it is their turn.
        let later = (0..tasks.len()).filter(|&task| states[task].is_none());
        for task in later {
            scene.pod(task, 0, found);
        }
    }
    if states.contains(&Some(State::Failed)) && !index.world.settings.keep_going {
        return;
    }
    let pods: Vec<_> = next.into_iter().filter_map(|(task, failed)| scene.pod(task, failed, found)).collect();
    plan.claims.extend(scene.claim(&pods));
    plan.pods.extend(pods);
}
