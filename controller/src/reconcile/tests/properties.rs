//! Made-up Pipelines, played to their end.

use std::collections::{BTreeMap, HashMap};

use proptest::collection::vec;
use proptest::prelude::*;

use super::story::{Story, name, observed, phase, set_phase, story, task_of, world};
use crate::model::ObservedPod;
use crate::reconcile::reconcile;

/// Runs the story to its end: in each round the planned Pods are created, and `dice` chooses the one that ends next.
/// Gives the Pods as they are in the end.
fn play(story: &Story, dice: &[prop::sample::Index]) -> Result<Vec<ObservedPod>, TestCaseError> {
    let mut world = world(story);
    let mut fails: HashMap<usize, usize> = HashMap::new();
    // Each task has at most three Pods, and each round ends one: more rounds than these never end.
    for round in 0..=3 * story.tasks.len() {
        let planned = reconcile(&world).unwrap().pods;
        for pod in &planned {
            let before = &story.tasks[task_of(&pod.metadata)].0;
            let succeeded = |task: &usize| {
                world.pods.iter().any(|pod| task_of(&pod.metadata) == *task && phase(pod) == "Succeeded")
            };
            prop_assert!(before.iter().all(succeeded), "{} starts too early", name(&pod.metadata));
            prop_assert!(
                world.pods.iter().all(|there| name(&there.metadata) != name(&pod.metadata)),
                "{} twice",
                name(&pod.metadata)
            );
        }
        world.pods.extend(observed(planned));
        prop_assert_eq!(reconcile(&world).unwrap().pods, Vec::new(), "planned again");
        let mut running: Vec<usize> =
            (0..world.pods.len()).filter(|&at| phase(&world.pods[at]).is_empty()).collect();
        if running.is_empty() {
            return Ok(world.pods);
        }
        let at = running.swap_remove(dice[round % dice.len()].index(running.len()));
        let task = task_of(&world.pods[at].metadata);
        let failed = fails.entry(task).or_default();
        *failed += 1;
        set_phase(&mut world.pods[at], if *failed <= story.tasks[task].1 { "Failed" } else { "Succeeded" });
    }
    Err(TestCaseError::fail("it never ends"))
}

/// How many Pods of each task have come to which phase.
fn outcome(pods: &[ObservedPod]) -> BTreeMap<(usize, String), usize> {
    let mut outcome = BTreeMap::new();
    for pod in pods {
        *outcome.entry((task_of(&pod.metadata), phase(pod).to_owned())).or_default() += 1;
    }
    outcome
}

proptest! {
    #[test]
    fn every_run_ends_and_nothing_starts_too_early(story in story(), dice in vec(any::<prop::sample::Index>(), 40)) {
        let pods = play(&story, &dice)?;
        let outcome = outcome(&pods);
        let of = |task: usize, phase: &str| outcome.get(&(task, phase.to_owned())).copied().unwrap_or(0);
        let mut fine = Vec::new();
        for (task, (before, fails, retries)) in story.tasks.iter().enumerate() {
            let reached = before.iter().all(|&before| fine[before]);
            fine.push(reached && fails <= retries);
            let ran = of(task, "Succeeded") + of(task, "Failed") > 0;
            prop_assert!(reached || !ran, "t{} ran behind a failure", task);
            prop_assert!(of(task, "Failed") <= retries + 1);
            if story.keep_going || story.tasks.iter().all(|(_, fails, retries)| fails <= retries) {
                prop_assert_eq!(ran, reached);
                prop_assert_eq!(of(task, "Succeeded"), usize::from(reached && fails <= retries));
            }
        }
    }

    #[test]
    fn the_order_in_which_pods_end_changes_nothing_when_all_is_run(
        mut story in story(),
        dice in vec(any::<prop::sample::Index>(), 40),
        other in vec(any::<prop::sample::Index>(), 40),
    ) {
        story.keep_going = true;
        prop_assert_eq!(outcome(&play(&story, &dice)?), outcome(&play(&story, &other)?));
    }

    #[test]
    fn the_order_of_documents_changes_nothing(story in story(), turn in any::<prop::sample::Index>()) {
        let mut world = world(&story);
        let one = reconcile(&world).unwrap().pods;
        let tasks = &mut world.pipelines[0].spec.tasks;
        let by = turn.index(tasks.len());
        tasks.rotate_left(by);
        let mut other = reconcile(&world).unwrap().pods;
        other.sort_by_key(|pod| task_of(&pod.metadata));
        prop_assert_eq!(one, other);
        world.pods = observed(reconcile(&world).unwrap().pods);
        world.pods.iter_mut().for_each(|pod| set_phase(pod, "Succeeded"));
        let next = reconcile(&world).unwrap().pods;
        world.pods.reverse();
        prop_assert_eq!(next, reconcile(&world).unwrap().pods);
    }
}

#[test]
fn ten_thousand_tasks_are_planned_in_linear_time() {
    let seconds = |tasks: usize| {
        let chain = (0..tasks).map(|task| (task.checked_sub(1).into_iter().collect(), 0, 0)).collect();
        let fan = (0..tasks).map(|_| (vec![], 0, 0)).collect();
        let worlds = [chain, fan].map(|tasks| world(&Story { tasks, keep_going: false }));
        let begun = std::time::Instant::now();
        let planned = worlds.map(|world| reconcile(&world).unwrap().pods.len());
        assert_eq!(planned, [1, tasks]);
        begun.elapsed().as_secs_f64()
    };
    let small = (0..3).map(|_| seconds(500)).fold(f64::MAX, f64::min);
    let large = seconds(10_000);
    // Twenty times the tasks; a quadratic one would take four hundred times as long.
    assert!(large < small * 100.0, "{small} s for 500 tasks, {large} s for 10,000");
}
