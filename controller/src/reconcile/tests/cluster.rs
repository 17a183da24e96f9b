//! A cluster in which anything may happen: Pods fail, vanish and take too long, and the run is cancelled. It comes to its
//! end all the same.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Time;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use super::story::{Story, name, observed, phase, set_phase, story, task_of, world};
use crate::model::{ObjectKey, Truth};
use crate::reconcile::reconcile;
use crate::world::World;

/// What happens between two looks at the cluster.
#[derive(Clone, Debug)]
enum Event {
    /// A Pod that runs comes to its end.
    Ends(Index),
    /// A Pod is deleted, by somebody or with its node.
    Vanishes(Index),
    /// Time goes by, in seconds.
    Later(i64),
    /// The user does not want the run any more.
    Cancelled,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        12 => any::<Index>().prop_map(Event::Ends),
        2 => any::<Index>().prop_map(Event::Vanishes),
        2 => (1i64..400).prop_map(Event::Later),
        1 => Just(Event::Cancelled),
    ]
}

/// The cluster, which does what is planned and notes what is said.
struct Cluster<'a> {
    story: &'a Story,
    world: World,
    seconds: i64,
    /// How often the Pods of each task have failed.
    fails: HashMap<usize, usize>,
}

impl Cluster<'_> {
    /// Carries out what is planned now. Gives whether the run has ended.
    fn settle(&mut self) -> Result<bool, TestCaseError> {
        let now = Timestamp::from_second(self.seconds).unwrap();
        self.world.now = Some(now);
        let plan = reconcile(&self.world).unwrap();
        let over = self.world.pipeline_runs[0].ended.is_some() || self.world.pipeline_runs[0].cancelled;
        prop_assert!(plan.pods.is_empty() || !over, "started when all is over");
        for pod in &plan.pods {
            let before = &self.story.tasks[task_of(&pod.metadata)].0;
            let succeeded = |task: &usize| {
                self.world.pods.iter().any(|pod| task_of(&pod.metadata) == *task && phase(pod) == "Succeeded")
            };
            prop_assert!(before.iter().all(succeeded), "{} starts too early", name(&pod.metadata));
            prop_assert!(
                self.world.pods.iter().all(|there| name(&there.metadata) != name(&pod.metadata)),
                "{} twice",
                name(&pod.metadata)
            );
        }
        // A condition that is final is noted before anything is deleted, and stays.
        let condition = &plan.pipeline_runs[0].condition;
        let noted = &mut self.world.pipeline_runs[0].ended;
        prop_assert!(noted.as_ref().is_none_or(|noted| noted == condition), "{noted:?}, then {condition:?}");
        if condition.status != Truth::Unknown {
            *noted = Some(condition.clone());
        }
        self.world.pods.retain(|pod| !plan.unwanted.contains(&ObjectKey::namespaced("Pod", &pod.metadata)));
        let mut created = observed(plan.pods);
        for pod in &mut created {
            pod.metadata.creation_timestamp = Some(Time(now));
        }
        self.world.pods.append(&mut created);
        let again = reconcile(&self.world).unwrap();
        prop_assert!(again.pods.is_empty() && again.unwanted.is_empty(), "not all was planned at once");
        let still_runs = self.world.pods.iter().any(|pod| phase(pod).is_empty());
        Ok(self.world.pipeline_runs[0].ended.is_some() && !still_runs)
    }

    fn happens(&mut self, event: &Event) {
        match event {
            Event::Ends(which) => {
                let mut running: Vec<usize> =
                    (0..self.world.pods.len()).filter(|&at| phase(&self.world.pods[at]).is_empty()).collect();
                if running.is_empty() {
                    return;
                }
                let at = running.swap_remove(which.index(running.len()));
                let task = task_of(&self.world.pods[at].metadata);
                let failed = self.fails.entry(task).or_default();
                *failed += 1;
                let well = *failed > self.story.tasks[task].1;
                set_phase(&mut self.world.pods[at], if well { "Succeeded" } else { "Failed" });
            }
            Event::Vanishes(which) if !self.world.pods.is_empty() => {
                self.world.pods.swap_remove(which.index(self.world.pods.len()));
            }
            Event::Vanishes(_) => {}
            Event::Later(seconds) => self.seconds += seconds,
            Event::Cancelled => self.world.pipeline_runs[0].cancelled = true,
        }
    }
}

proptest! {
    #[test]
    fn whatever_happens_it_ends(
        story in story(),
        events in vec(event(), 0..60),
        timeout in prop_oneof![Just(None), (0u64..2_000).prop_map(Some)],
        then in any::<Index>(),
    ) {
        let mut world = world(&story);
        world.pipeline_runs[0].timeout = timeout.map(Duration::from_secs);
        let mut cluster = Cluster { story: &story, world, seconds: 0, fails: HashMap::new() };
        for event in &events {
            if cluster.settle()? {
                return Ok(());
            }
            cluster.happens(event);
        }
        // From now on each Pod comes to its end: a task has three of them at the most, and each that is gone one more.
        let most = 3 * story.tasks.len() + events.len() + 1;
        for _ in 0..=most {
            if cluster.settle()? {
                return Ok(());
            }
            cluster.happens(&Event::Ends(then));
        }
        prop_assert!(false, "it never ends");
    }
}
