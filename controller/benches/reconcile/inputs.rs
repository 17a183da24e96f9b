//! What is measured: runs of the founding document's Task, alone and in Pipelines of three shapes, as YAML text.

use std::fmt::Write;

/// The Task of the founding document, cut off its example.
fn task() -> &'static str {
    let (task, _) = include_str!("../../../examples/hello-world.yaml").split_once("---").unwrap_or_default();
    task
}

const HEAD: &str = "---\napiVersion: tekton.dev/v1alpha1\nkind: ";
const NAMESPACE: &str = "\nmetadata:\n  namespace: tekton-pipelines\n  name: ";

/// `count` runs of one Task.
pub fn task_runs(count: usize) -> String {
    let mut text = task().to_owned();
    for run in 0..count {
        let _ = write!(
            text,
            "{HEAD}TaskRun{NAMESPACE}hello-{run}\nspec:\n  taskRef:\n    name: echo-hello-world\n  trigger:\n    type: manual\n"
        );
    }
    text
}

/// How the tasks of a Pipeline wait for one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Each for the one before it.
    Chain,
    /// None for any.
    Fan,
    /// Each for up to three of those before it, always the same ones.
    Random,
}

impl Shape {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Chain, Self::Fan, Self::Random];

    /// As the tables call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chain => "chain",
            Self::Fan => "fan",
            Self::Random => "random DAG",
        }
    }

    fn before(self, task: usize, dice: &mut tests::Dice) -> Vec<usize> {
        match self {
            Self::Chain => task.checked_sub(1).into_iter().collect(),
            Self::Random if task > 0 => {
                let mut one = |below: usize| usize::try_from(dice.below(below as u64)).unwrap_or_default();
                let mut before: Vec<usize> = (0..one(4)).map(|_| one(task)).collect();
                before.sort_unstable();
                before.dedup();
                before
            }
            Self::Fan | Self::Random => Vec::new(),
        }
    }
}

/// A run of a Pipeline of `count` tasks.
pub fn pipeline(shape: Shape, count: usize) -> String {
    let mut text = task().to_owned();
    let _ = writeln!(text, "{HEAD}Pipeline{NAMESPACE}all\nspec:\n  tasks:");
    let mut dice = tests::Dice::of(1);
    for task in 0..count {
        let _ = writeln!(text, "  - name: t{task}\n    taskRef:\n      name: echo-hello-world");
        let before = shape.before(task, &mut dice);
        if !before.is_empty() {
            text += "    runAfter:\n";
        }
        for before in before {
            let _ = writeln!(text, "    - t{before}");
        }
    }
    let _ = writeln!(text, "{HEAD}PipelineRun{NAMESPACE}run\nspec:\n  pipelineRef:\n    name: all");
    text
}

/// What a table has a line for: what it is called, how many tasks it has, its text.
pub fn all() -> impl Iterator<Item = (String, usize, String)> {
    let runs = [1, 100, 10_000].map(|count| ("TaskRuns".to_owned(), count, task_runs(count)));
    let pipelines = Shape::ALL.into_iter().flat_map(|shape| {
        [10, 1_000, 10_000]
            .map(|count| (format!("Pipeline, {}", shape.name()), count, pipeline(shape, count)))
    });
    runs.into_iter().chain(pipelines)
}
