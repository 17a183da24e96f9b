//! What stands before each line of a step.

use super::title::Title;
use crate::engine::Step;
use k8s_openapi::api::core::v1::Pod;

/// Makes prefixes of one width for all Pods of a run.
#[derive(Debug, Clone, Copy)]
pub struct Prefixes {
    /// Whether the TaskRun is named: there is more than one.
    with_task_run: bool,
    /// Columns of the widest prefix.
    width: usize,
}

impl Prefixes {
    /// For the Pods of a first plan; a Pod of a pipeline has others after it.
    pub fn new(pods: &[Pod], with_init: bool) -> Prefixes {
        let of_pipeline = |pod: &Pod| {
            pod.metadata.labels.as_ref().is_some_and(|it| it.contains_key("tekton.dev/pipelineRun"))
        };
        let mut prefixes =
            Prefixes { with_task_run: pods.len() > 1 || pods.iter().any(of_pipeline), width: 0 };
        for pod in pods {
            let title = Title::of(pod);
            let shown = Step::all(pod).into_iter().filter(|step| with_init || !step.init);
            let widest = shown.map(|step| prefixes.bare(&title, &step).chars().count()).max();
            prefixes.width = prefixes.width.max(widest.unwrap_or(0));
        }
        prefixes
    }

    /// The prefix and the spaces after it, at least one.
    pub fn of(&self, title: &Title, step: &Step) -> (String, String) {
        let bare = self.bare(title, step);
        let spaces = self.width.saturating_sub(bare.chars().count()) + 1;
        (bare, " ".repeat(spaces))
    }

    fn bare(self, title: &Title, step: &Step) -> String {
        if self.with_task_run {
            format!("[{} : {}]", title.task_run, step.name)
        } else {
            format!("[{}]", step.name)
        }
    }
}
