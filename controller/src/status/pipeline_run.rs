//! The condition of a run of a Pipeline, in the words of the founding version.

use std::time::Duration;

use super::TaskRunStatus;
use super::go_duration::GoDuration;
use crate::model::{Condition, Truth};

/// The condition by the runs of its tasks that have begun, of `all` tasks.
pub(crate) fn condition(tasks: &[(String, TaskRunStatus)], all: usize) -> Condition {
    let failed = tasks.iter().find(|(_, run)| run.condition.status == Truth::False);
    if let Some((_, run)) = failed {
        let name = run.metadata.name.as_deref().unwrap_or_default();
        return Condition::new(Truth::False, "Failed", format!("TaskRun {name} has failed"));
    }
    if tasks.iter().filter(|(_, run)| run.condition.status == Truth::True).count() == all {
        return Condition::new(Truth::True, "Succeeded", "All Tasks have completed executing");
    }
    Condition::new(Truth::Unknown, "Running", "Not all Tasks in the Pipeline have finished executing")
}

/// The condition of the run `name` once nobody wants it any more.
pub(crate) fn cancelled(name: &str) -> Condition {
    Condition::new(Truth::False, "PipelineRunCancelled", format!("PipelineRun {name:?} was cancelled"))
}

/// The condition of the run `name` once its time is up.
pub(crate) fn timed_out(name: &str, limit: Duration) -> Condition {
    let message = format!("PipelineRun {name:?} failed to finish within \"{}\"", GoDuration(limit));
    Condition::new(Truth::False, "PipelineRunTimeout", message)
}
