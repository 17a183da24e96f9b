//! What stands before each line of a step, and what a Pod is called there.

use super::cast::Role;
use super::title::Title;
use crate::engine::Step;
use std::collections::HashSet;

/// Makes prefixes of one width for all Pods of a run.
#[derive(Debug, Clone, Copy)]
pub struct Prefixes {
    /// Whether the task is named: there is more than one, or a Pipeline.
    with_task: bool,
    /// Whether the PipelineRun is named: there is more than one.
    with_pipeline_run: bool,
    /// Columns of the widest prefix.
    width: usize,
}

impl Prefixes {
    /// For the Pods that can be foreseen.
    pub fn new(roles: &[Role], with_init: bool) -> Prefixes {
        let runs: HashSet<_> = roles
            .iter()
            .filter_map(|role| Some((&role.title.namespace, role.title.pipeline_run.as_ref()?)))
            .collect();
        let with_task = roles.len() > 1 || !runs.is_empty();
        let mut prefixes = Prefixes { with_task, with_pipeline_run: runs.len() > 1, width: 0 };
        let widths = roles.iter().flat_map(|role| {
            let shown = role.steps.iter().filter(|step| with_init || !step.init);
            shown.map(|step| prefixes.bare(&role.title, step).chars().count())
        });
        prefixes.width = widths.max().unwrap_or(0);
        prefixes
    }

    /// Whether tasks are told apart at all.
    pub fn name_tasks(self) -> bool {
        self.with_task
    }

    /// What the Pod is called: by its task, or its TaskRun.
    pub fn name(self, title: &Title) -> String {
        match (&title.pipeline_run, &title.task) {
            (Some(run), Some(task)) if self.with_pipeline_run => format!("{run}/{task}"),
            (_, Some(task)) => task.clone(),
            _ => title.task_run.clone(),
        }
    }

    /// The prefix and the spaces after it, at least one.
    pub fn of(self, title: &Title, step: &Step) -> (String, String) {
        let bare = self.bare(title, step);
        let spaces = self.width.saturating_sub(bare.chars().count()) + 1;
        (bare, " ".repeat(spaces))
    }

    fn bare(self, title: &Title, step: &Step) -> String {
        if self.with_task {
            format!("[{} : {}]", self.name(title), step.name)
        } else {
            format!("[{}]", step.name)
        }
    }
}
