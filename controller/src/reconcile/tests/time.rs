//! Runs whose time is up, and runs that nobody wants any more.

use std::time::Duration;

use jiff::Timestamp;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Time;

use super::story::{Story, name, observed, set_phase, world};
use crate::model::{Condition, Truth};
use crate::reconcile::reconcile;
use crate::world::World;

#[test]
fn what_has_ended_in_the_cluster_or_is_cancelled_wants_nothing() {
    let story = Story { tasks: vec![(vec![], 0, 0)], keep_going: false };
    let mut world = world(&story);
    assert_eq!(reconcile(&world).unwrap().pods.len(), 1);
    world.pipeline_runs[0].cancelled = true;
    assert!(reconcile(&world).unwrap().pods.is_empty());
    world.pipeline_runs[0].cancelled = false;
    world.pipeline_runs[0].ended = Some(Condition::new(Truth::True, "Succeeded", ""));
    assert!(reconcile(&world).unwrap().pods.is_empty());
}

/// The Pods of `world` that are there now, created at second 0, and the time in seconds.
fn at(world: &mut World, seconds: i64) {
    world.now = Some(Timestamp::from_second(seconds).unwrap());
    for pod in &mut world.pods {
        pod.metadata.creation_timestamp.get_or_insert(Time(Timestamp::UNIX_EPOCH));
    }
}

/// The founding version never ends a run that says nothing of its time.
#[test]
fn a_run_that_says_nothing_has_ten_minutes() {
    let story = Story { tasks: vec![(vec![], 0, 3), (vec![0], 0, 0)], keep_going: false };
    let mut world = world(&story);
    world.pods = observed(reconcile(&world).unwrap().pods);
    at(&mut world, 600);
    let plan = reconcile(&world).unwrap();
    assert_eq!((plan.unwanted.len(), plan.pipeline_runs[0].condition.status), (0, Truth::Unknown));
    at(&mut world, 601);
    let plan = reconcile(&world).unwrap();
    assert_eq!(plan.unwanted.len(), 1);
    let (task, run) = &plan.pipeline_runs[0].tasks[0];
    assert_eq!((task.as_str(), run.condition.reason.as_str()), ("t0", "TaskRunTimeout"));
    assert!(
        run.condition.message.ends_with("failed to finish within \"10m0s\""),
        "{}",
        run.condition.message
    );
    assert_eq!(run.completed, world.now);
    assert_eq!(plan.pipeline_runs[0].condition.reason, "Failed");
    assert!(plan.pods.is_empty(), "time that is up is no reason to try again");
    // Carried out and noted, it asks for nothing more.
    world.pods.clear();
    world.pipeline_runs[0].ended = Some(plan.pipeline_runs[0].condition.clone());
    let plan = reconcile(&world).unwrap();
    assert!(plan.pods.is_empty() && plan.unwanted.is_empty());
    assert_eq!(plan.pipeline_runs[0].condition.reason, "Failed");
}

#[test]
fn what_ends_in_time_stays_so_however_late_it_is_looked_at() {
    let story = Story { tasks: vec![(vec![], 0, 0)], keep_going: false };
    let mut world = world(&story);
    world.pipeline_runs[0].timeout = Some(Duration::from_mins(1));
    world.pods = observed(reconcile(&world).unwrap().pods);
    set_phase(&mut world.pods[0], "Succeeded");
    at(&mut world, 100_000);
    let plan = reconcile(&world).unwrap();
    assert_eq!((plan.pipeline_runs[0].condition.status, plan.unwanted.len()), (Truth::True, 0));
}

#[test]
fn the_time_of_a_pipeline_counts_from_its_first_pod_over_all_its_tasks() {
    let story = Story { tasks: vec![(vec![], 0, 0), (vec![0], 0, 0)], keep_going: false };
    let mut world = world(&story);
    world.pipeline_runs[0].timeout = Some(Duration::from_hours(1));
    world.pods = observed(reconcile(&world).unwrap().pods);
    at(&mut world, 0);
    set_phase(&mut world.pods[0], "Succeeded");
    let mut second = reconcile(&world).unwrap().pods.remove(0);
    second.metadata.creation_timestamp = Some(Time(Timestamp::from_second(3000).unwrap()));
    world.pods.push(second.into());
    at(&mut world, 3600);
    assert_eq!(reconcile(&world).unwrap().pipeline_runs[0].condition.reason, "Running");
    at(&mut world, 3601);
    let plan = reconcile(&world).unwrap();
    let condition = &plan.pipeline_runs[0].condition;
    assert_eq!(condition.reason, "PipelineRunTimeout");
    assert_eq!(condition.message, "PipelineRun \"run\" failed to finish within \"1h0m0s\"");
    assert_eq!(plan.unwanted.len(), 1, "the one that runs, and not the one that has ended");
    world.pods.truncate(1);
    assert!(reconcile(&world).unwrap().pods.is_empty(), "nothing is started any more");
}

#[test]
fn a_cancelled_run_loses_the_pods_that_run() {
    let story = Story { tasks: vec![(vec![], 0, 0), (vec![], 0, 0), (vec![0, 1], 0, 0)], keep_going: false };
    let mut world = world(&story);
    world.pods = observed(reconcile(&world).unwrap().pods);
    set_phase(&mut world.pods[0], "Succeeded");
    world.pipeline_runs[0].cancelled = true;
    let plan = reconcile(&world).unwrap();
    assert_eq!(
        plan.unwanted.iter().map(|key| key.name.as_str()).collect::<Vec<_>>(),
        [name(&world.pods[1].metadata)]
    );
    let reasons: Vec<(&str, &str)> = plan.pipeline_runs[0]
        .tasks
        .iter()
        .map(|(_, run)| (run.condition.status.name(), run.condition.reason.as_str()))
        .collect();
    assert_eq!(reasons, [("True", ""), ("False", "TaskRunCancelled")]);
    assert_eq!(plan.pipeline_runs[0].condition.message, "PipelineRun \"run\" was cancelled");
    // Deleted is not yet gone: it is not deleted again.
    world.pods[1].metadata.deletion_timestamp = Some(Time(Timestamp::UNIX_EPOCH));
    assert!(reconcile(&world).unwrap().unwanted.is_empty());
}

#[test]
fn a_task_that_waits_for_another_try_ends_as_its_run_does() {
    for (retries, cancelled, seconds, of_run, of_task) in [
        (1, false, 60, "Running", ""),
        (1, false, 61, "PipelineRunTimeout", "TaskRunTimeout"),
        (1, true, 60, "PipelineRunCancelled", "TaskRunCancelled"),
        (1, true, 61, "PipelineRunCancelled", "TaskRunCancelled"),
        (0, false, 61, "Failed", ""),
        (0, true, 61, "Failed", ""),
    ] {
        let story = Story { tasks: vec![(vec![], 0, retries)], keep_going: false };
        let mut world = world(&story);
        world.pipeline_runs[0].timeout = Some(Duration::from_mins(1));
        world.pods = observed(reconcile(&world).unwrap().pods);
        set_phase(&mut world.pods[0], "Failed");
        world.pipeline_runs[0].cancelled = cancelled;
        at(&mut world, seconds);
        let plan = reconcile(&world).unwrap();
        let run = &plan.pipeline_runs[0];
        let reasons = (run.condition.reason.as_str(), run.tasks[0].1.condition.reason.as_str());
        assert_eq!(reasons, (of_run, of_task), "{retries} {cancelled} {seconds}");
        let wanted = usize::from(of_run == "Running");
        assert_eq!((plan.pods.len(), plan.unwanted.len()), (wanted, 0), "{retries} {cancelled} {seconds}");
    }
}

#[test]
fn a_plan_says_when_it_is_another_one() {
    let story = Story { tasks: vec![(vec![], 0, 0), (vec![0], 0, 0)], keep_going: false };
    let mut world = world(&story);
    assert_eq!(reconcile(&world).unwrap().due, None, "nothing runs whose time could be up");
    world.pods = observed(reconcile(&world).unwrap().pods);
    at(&mut world, 10);
    let second = |seconds| Some(Timestamp::from_second(seconds).unwrap());
    assert_eq!(reconcile(&world).unwrap().due, second(600));
    world.pipeline_runs[0].timeout = Some(Duration::from_secs(90));
    assert_eq!(reconcile(&world).unwrap().due, second(90));
    at(&mut world, 91);
    let plan = reconcile(&world).unwrap();
    assert_eq!((plan.unwanted.len(), plan.due), (1, None));
    world.pipeline_runs[0].timeout = Some(Duration::ZERO);
    assert_eq!(reconcile(&world).unwrap().due, None, "for ever");
}

#[test]
fn what_comes_later_is_known_when_a_run_begins() {
    let story = Story { tasks: vec![(vec![], 0, 0), (vec![0], 0, 0), (vec![1], 0, 0)], keep_going: false };
    let mut world = world(&story);
    let later = reconcile(&world).unwrap().later;
    assert_eq!(later.iter().map(|(task, _)| task.as_str()).collect::<Vec<_>>(), ["t1", "t2"]);
    for (_, pod) in later {
        let mut next = observed(reconcile(&world).unwrap().pods);
        for pod in &mut next {
            set_phase(pod, "Succeeded");
        }
        world.pods.append(&mut next);
        let plan = reconcile(&world).unwrap();
        assert_eq!((plan.pods, plan.later.len()), (vec![pod], 0), "it is the one that was foreseen");
    }
}
