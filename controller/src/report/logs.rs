//! What the containers of all Pods said, bounded together.

use std::collections::HashMap;

use super::log::Log;
use crate::engine::{Outcome, Step};
use crate::mask::Mask;
use crate::world::World;

/// The most that is kept of one container, in bytes.
const MOST: usize = 256 << 10;
/// What is kept at least, however many containers there are.
const LEAST: usize = 1 << 10;
/// About what is kept of all: what a telephone can show in one page.
const ALL: usize = 16 << 20;

/// A Pod: namespace and name.
pub type Key = (String, String);

/// What was said, by Pod and container; fed while the Pods run, several of them at once if need be.
///
/// At most about 256 KiB of a container and 16 MiB of all are kept, each container's beginning and end. It has no
/// `Debug` that shows lines before the Secrets in them are masked.
pub struct Logs {
    pub(super) mask: Mask,
    pods: Vec<PodLog>,
    by_name: HashMap<Key, usize>,
    containers: usize,
}

/// What a Pod said.
pub(super) struct PodLog {
    /// What the user knows it by.
    pub task_run: String,
    pub key: Key,
    pub containers: Vec<ContainerLog>,
}

/// What a container said, and how it ended.
pub(super) struct ContainerLog {
    pub step: Step,
    pub log: Log,
    pub outcome: Option<Outcome>,
}

impl std::fmt::Debug for Logs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Logs").field("pods", &self.pods.len()).finish_non_exhaustive()
    }
}

impl Logs {
    /// Logs without a line, in which the values of the Secrets of `world` will not be shown.
    pub fn new(world: &World) -> Self {
        let mask = Mask::of(&world.secrets);
        Self { mask, pods: Vec::new(), by_name: HashMap::new(), containers: 0 }
    }

    /// A Pod of the run `task_run` starts, with these containers.
    pub fn begin(&mut self, key: Key, task_run: &str, steps: &[Step]) {
        let before = self.limit();
        self.containers += steps.len();
        let limit = self.limit();
        if limit.ilog2() < before.ilog2() {
            for container in self.pods.iter_mut().flat_map(|pod| &mut pod.containers) {
                container.log.shrink(limit);
            }
        }
        let container = |step: &Step| ContainerLog { step: step.clone(), log: Log::default(), outcome: None };
        self.by_name.insert(key.clone(), self.pods.len());
        let containers = steps.iter().map(container).collect();
        self.pods.push(PodLog { task_run: task_run.to_owned(), key, containers });
    }

    /// A container of that Pod, by its place in the list that it began with, has said a line; `goes_on` if the next one
    /// of the same container belongs to it.
    pub fn line(&mut self, key: &Key, step: usize, line: &[u8], goes_on: bool) {
        let limit = self.limit();
        let Some(&pod) = self.by_name.get(key) else { return };
        if let Some(container) = self.pods[pod].containers.get_mut(step) {
            container.log.push(line, goes_on, limit, &self.mask);
        }
    }

    /// It has ended.
    pub fn ended(&mut self, key: &Key, step: usize, outcome: Outcome) {
        let Some(&pod) = self.by_name.get(key) else { return };
        if let Some(container) = self.pods[pod].containers.get_mut(step) {
            container.outcome = Some(outcome);
        }
    }

    /// What is kept of each container.
    pub(super) fn limit(&self) -> usize {
        (ALL / self.containers.max(1)).clamp(LEAST, MOST)
    }

    pub(super) fn pod(&self, key: &Key) -> Option<&PodLog> {
        self.by_name.get(key).map(|&pod| &self.pods[pod])
    }

    pub(super) fn pods(&self) -> &[PodLog] {
        &self.pods
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_together_are_bounded() {
        let mut logs = Logs::new(&World::default());
        let step = Step { container: "c".into(), name: "c".into(), init: false, post_file: None };
        let line = vec![b'x'; 1000];
        for pod in 0..400 {
            let key = ("default".to_owned(), format!("p{pod}"));
            logs.begin(key.clone(), "t", std::slice::from_ref(&step));
            for _ in 0..300 {
                logs.line(&key, 0, &line, false);
            }
        }
        let size = |log: &Log| log.texts().0.len() + log.texts().1.len();
        let all: usize = logs.pods.iter().flat_map(|pod| &pod.containers).map(|it| size(&it.log)).sum();
        // Logs are cut down when their limit has halved, so that this is up to twice what is meant to be kept.
        assert!(all > ALL / 2 && all < 2 * ALL, "{all}");
        assert!(size(&logs.pods[0].containers[0].log) > 30_000);
    }
}
