//! A run of a Pipeline: its status, which of its tasks come next, and the Pods that they need.

mod derive;
mod scene;

use jiff::Timestamp;

use super::Index;
use super::follow::{Followed, State, Terms, end_of, follow, is_over};
use crate::model::{Condition, PipelineRun, Truth};
use crate::plan::Plan;
use crate::problem::Found;
use crate::status::{self, PipelineRunStatus, TaskRunStatus, created};
use scene::Scene;

/// Adds to `plan` what `run` needs next, unless it has ended, is cancelled or late, and what is to be said of it.
/// Everything wrong is noted in `found`.
///
/// A task comes next when all that it waits for have succeeded. Once a task has failed for good, no other is started,
/// or, where the settings say to keep going, none that depends on it.
pub(super) fn plan(run: &PipelineRun, index: &Index<'_>, found: &mut Found, plan: &mut Plan) {
    let is_over = run.cancelled || run.ended.is_some();
    // What is wrong with a run that is over need not be put right any more.
    let mut forgiven = Found::default();
    let Some(scene) = Scene::of(run, index, if is_over { &mut forgiven } else { &mut *found }) else {
        if is_over {
            plan.pipeline_runs.push(PipelineRunStatus {
                metadata: run.metadata.clone(),
                condition: condition(run, &[], 1, false),
                started: started(run, None),
                completed: None,
                tasks: Vec::new(),
            });
        }
        return;
    };
    let now = index.world.now;
    let started = started(run, scene.first_pod());
    let overdue = run
        .timeout
        .zip(started)
        .zip(now)
        .is_some_and(|((limit, started), now)| !limit.is_zero() && self::is_over(started, limit, now));
    let tasks = &scene.pipeline.spec.tasks;
    let mut followed: Vec<Option<Followed>> = tasks.iter().map(|_| None).collect();
    let mut begun = is_over;
    for &task in scene.graph.order() {
        let succeeded = |before: &usize| {
            followed[*before].as_ref().is_some_and(|followed| followed.state == State::Succeeded)
        };
        if !scene.graph.before(task).iter().all(succeeded) {
            continue;
        }
        let metadata = scene.metadata(task);
        let pods = index.pods(&metadata);
        begun |= !pods.is_empty();
        let terms = Terms {
            // A TaskRun that is written down has no field for it.
            retries: if scene.is_run_by_itself(task) { 0 } else { tasks[task].retries },
            timeout: run.timeout,
            overdue,
            // One that has not begun is not cancelled: it never was.
            cancelled: run.cancelled && !pods.is_empty(),
            ended: None,
        };
        followed[task] = Some(follow(metadata, &pods, terms, now));
    }
    if !begun {
        // What is wrong with the Pods of later tasks is said now and not when it is their turn.
        for task in (0..tasks.len()).filter(|&task| followed[task].is_none()) {
            let pod = scene.pod(task, 0, found);
            plan.later.extend(pod.map(|pod| (tasks[task].name.clone(), pod)));
        }
    }
    let failed = followed.iter().flatten().any(|followed| followed.state == State::Failed);
    let stops = is_over || overdue || (failed && !index.world.settings.keep_going);
    let mut statuses = Vec::new();
    let mut pods = Vec::new();
    for (task, followed) in followed.into_iter().enumerate() {
        let Some(mut followed) = followed else { continue };
        let is_next = followed.state == State::Wanting && !stops && !scene.is_run_by_itself(task);
        if is_next {
            pods.extend(scene.pod(task, followed.attempt, found));
            plan.derived.push(scene.task_run(task));
            // It is tried again: what became of the Pod before is no news of the run.
            followed.status.condition = Condition::new(Truth::Unknown, "", "");
        }
        if is_next || followed.status.pod.is_some() {
            followed.status.metadata.labels = Some(scene.labels());
            statuses.push((tasks[task].name.clone(), followed.status));
        }
        plan.unwanted.extend(followed.unwanted);
        plan.due_at(followed.due);
    }
    plan.claims.extend(scene.claim(&pods));
    plan.pods.extend(pods);
    let condition = condition(run, &statuses, tasks.len(), overdue);
    if condition.status == Truth::Unknown {
        plan.due_at(run.timeout.zip(started).and_then(|(limit, started)| end_of(started, limit)));
    }
    let ends = statuses.iter().filter_map(|(_, run)| run.completed).max();
    plan.pipeline_runs.push(PipelineRunStatus {
        metadata: run.metadata.clone(),
        started,
        completed: ends.filter(|_| condition.status != Truth::Unknown),
        condition,
        tasks: statuses,
    });
}

/// What has come to its end by itself has ended so, whatever came later.
fn condition(run: &PipelineRun, tasks: &[(String, TaskRunStatus)], all: usize, overdue: bool) -> Condition {
    let name = run.metadata.name.as_deref().unwrap_or_default();
    let by_tasks = status::condition(tasks, all);
    let own = |(_, run): &(String, TaskRunStatus)| {
        !["TaskRunTimeout", "TaskRunCancelled"].contains(&run.condition.reason.as_str())
    };
    let by_itself = match by_tasks.status {
        Truth::True => true,
        Truth::False => tasks.iter().filter(|(_, run)| run.condition.status == Truth::False).any(own),
        Truth::Unknown => false,
    };
    match run.timeout.filter(|_| overdue) {
        _ if run.ended.is_some() => run.ended.clone().unwrap_or(by_tasks),
        _ if by_itself => by_tasks,
        _ if run.cancelled => status::cancelled(name),
        Some(limit) => status::timed_out(name, limit),
        None => by_tasks,
    }
}

/// When the run began: when it was created, or its first Pod.
fn started(run: &PipelineRun, first_pod: Option<Timestamp>) -> Option<Timestamp> {
    run.metadata.creation_timestamp.as_ref().map(|time| time.0).or(first_pod)
}

impl Scene<'_> {
    /// When the first Pod of a task that waits for none came to be.
    fn first_pod(&self) -> Option<Timestamp> {
        let roots = self.graph.order().iter().filter(|&&task| self.graph.before(task).is_empty());
        roots.flat_map(|&task| self.pods(task)).filter_map(created).min()
    }
}
