//! What is drawn: tasks, what they wait for, and how far each is.

use jiff::SignedDuration;

use super::state::State;
use super::timeline::Timeline;

/// The tasks of a Pipeline or of a run of one, or runs of Tasks side by side.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Drawing {
    /// Kind and name.
    pub title: String,
    /// The Pipeline of a run, as `Pipeline NAME`; else empty.
    pub of: String,
    /// How far the run is; none for a Pipeline without one.
    pub state: Option<State>,
    /// Why the run was ended before its tasks were; empty where it was not.
    pub why: String,
    /// How long the run has taken, or takes.
    pub took: Option<SignedDuration>,
    /// The tasks, in the order of the Pipeline.
    pub nodes: Vec<Node>,
    /// What they wait for, each pair of tasks once.
    pub edges: Vec<Edge>,
    /// All tasks, each behind those that it waits for.
    pub order: Vec<usize>,
    /// When what ran; without rows where nothing has.
    pub timeline: Timeline,
}

/// A task.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Node {
    /// The name of the task, or of the run.
    pub name: String,
    /// The Task that it runs: `NAME`, `NAME (ClusterTask)`, or empty for one that it brings along.
    pub task: String,
    /// How often it is tried again.
    pub retries: usize,
    /// How far it is; none where nothing runs.
    pub state: Option<State>,
    /// Why it was ended; empty where it ended by itself.
    pub why: String,
    /// How long its Pod has taken, or takes.
    pub took: Option<SignedDuration>,
}

/// That one task waits for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edge {
    /// The one that comes first, by its place in [`Drawing::nodes`].
    pub from: usize,
    /// The one that waits for it.
    pub to: usize,
    /// The resources that the first hands on to the second; none where the second only runs after it.
    pub resources: Vec<String>,
}

impl Drawing {
    /// What stands above it: names, and how far it is.
    pub fn heading(&self) -> String {
        let of = if self.of.is_empty() { String::new() } else { format!(" of {}", self.of) };
        let state = self.state.map(|state| format!(": {}", state.word())).unwrap_or_default();
        let took = self.took.map(|took| format!(", {}", crate::elapsed::duration(took))).unwrap_or_default();
        format!("{}{of}{state}{took}", self.title)
    }

    /// Of each task the edges that lead to it, by their places in [`Drawing::edges`].
    pub fn edges_to(&self) -> Vec<Vec<usize>> {
        let mut to = vec![Vec::new(); self.nodes.len()];
        for (number, edge) in self.edges.iter().enumerate() {
            to[edge.to].push(number);
        }
        to
    }
}

impl Node {
    /// What is said of it below its name, most telling first: how long it took, its Task, its retries.
    pub fn details(&self) -> Vec<String> {
        let took = self.took.map(crate::elapsed::duration);
        let task = Some(&self.task).filter(|task| !task.is_empty() && **task != self.name).cloned();
        let retries = match self.retries {
            0 => None,
            1 => Some("1 retry".to_owned()),
            retries => Some(format!("{retries} retries")),
        };
        [took, task, retries].into_iter().flatten().collect()
    }
}
