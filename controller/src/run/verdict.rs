//! What became of the runs, and the exit code that follows from it.

use super::title::RunKey;
use crate::model::{Condition, Truth, namespace_of};
use crate::plan::Plan;
use crate::status::TaskRunStatus;
use jiff::Timestamp;
use nix::sys::signal::Signal;
use std::collections::{HashMap, HashSet};

/// The exit code for a time that is up: that of timeout(1).
pub const TIMED_OUT: u8 = 124;

/// The reasons of what is ended from outside and not by a step.
const FROM_OUTSIDE: [&str; 4] =
    ["TaskRunTimeout", "TaskRunCancelled", "PipelineRunTimeout", "PipelineRunCancelled"];

/// What has gone wrong so far.
#[derive(Debug, Default)]
pub struct Failures(HashMap<RunKey, Failure>);

#[derive(Debug)]
struct Failure {
    code: u8,
    at: Timestamp,
}

impl Failures {
    /// Notes that a step of `run`, or all of it, failed with `code`. Of several tries the last one counts.
    pub fn add(&mut self, run: RunKey, code: u8, at: Timestamp) {
        self.0.insert(run, Failure { code, at });
    }

    /// Notes the runs that wait for another try and get none, since their time is up.
    pub fn note_late(&mut self, plan: &Plan, now: Timestamp) {
        for run in task_runs(plan).filter(|run| run.condition.reason == "TaskRunTimeout") {
            if let Some(failure) = self.0.get_mut(&key(run)).filter(|failure| failure.code != TIMED_OUT) {
                *failure = Failure { code: TIMED_OUT, at: now };
            }
        }
    }

    /// The exit code: that of the first failure, of a run that was not tried again and succeeded then.
    pub fn code(&self, plan: &Plan) -> u8 {
        let succeeded: HashSet<RunKey> =
            task_runs(plan).filter(|run| run.condition.status == Truth::True).map(key).collect();
        let counting = self.0.iter().filter(|(run, _)| !succeeded.contains(*run));
        if let Some((_, failure)) = counting.min_by_key(|(_, failure)| failure.at) {
            return failure.code;
        }
        let mut failed = conditions(plan).filter(|condition| condition.status == Truth::False);
        failed.next().map_or(0, |first| if first.reason.ends_with("Timeout") { TIMED_OUT } else { 1 })
    }
}

fn key(run: &TaskRunStatus) -> RunKey {
    (namespace_of(&run.metadata).to_owned(), run.metadata.name.clone().unwrap_or_default())
}

fn task_runs(plan: &Plan) -> impl Iterator<Item = &TaskRunStatus> {
    let of_pipelines = plan.pipeline_runs.iter().flat_map(|run| run.tasks.iter().map(|(_, run)| run));
    plan.task_runs.iter().chain(of_pipelines)
}

fn conditions(plan: &Plan) -> impl Iterator<Item = &Condition> {
    let of_pipelines = plan.pipeline_runs.iter().map(|run| &run.condition);
    of_pipelines.chain(plan.task_runs.iter().map(|run| &run.condition))
}

/// A line for each run that was ended from outside, and for each run of a Pipeline.
pub fn lines(plan: &Plan, stopped: Option<Signal>) -> Vec<String> {
    let line = |kind: &str, name: Option<&String>, condition: &Condition| {
        let name = name.map_or("", String::as_str);
        let Condition { reason, message, .. } = condition;
        match stopped.filter(|_| !FROM_OUTSIDE.contains(&reason.as_str())) {
            Some(signal) if condition.status != Truth::True => format!("{kind} {name}: stopped by {signal}"),
            _ => format!("{kind} {name}: {reason}: {message}"),
        }
    };
    let tasks = task_runs(plan).filter(|run| FROM_OUTSIDE.contains(&run.condition.reason.as_str()));
    let tasks = tasks.map(|run| line("TaskRun", run.metadata.name.as_ref(), &run.condition));
    let pipelines = plan.pipeline_runs.iter();
    let pipelines = pipelines.map(|run| line("PipelineRun", run.metadata.name.as_ref(), &run.condition));
    tasks.chain(pipelines).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

    fn status(name: &str, truth: Truth, reason: &str) -> TaskRunStatus {
        TaskRunStatus {
            metadata: ObjectMeta { name: Some(name.into()), ..ObjectMeta::default() },
            condition: Condition::new(truth, reason, "message"),
            started: None,
            completed: None,
            pod: None,
            steps: Vec::new(),
        }
    }

    #[test]
    fn the_first_failure_counts_that_was_not_made_good() {
        let run = |name: &str| ("default".to_owned(), name.to_owned());
        let at = |second| Timestamp::from_second(second).unwrap();
        let mut failures = Failures::default();
        let runs = vec![
            status("again", Truth::True, ""),
            status("late", Truth::False, ""),
            status("early", Truth::False, ""),
        ];
        let plan = Plan { task_runs: runs, ..Plan::default() };
        assert_eq!(failures.code(&plan), 1, "something has failed, whoever ran it");
        failures.add(run("again"), 2, at(1));
        failures.add(run("late"), 7, at(1));
        failures.add(run("late"), 3, at(3));
        failures.add(run("early"), 4, at(2));
        assert_eq!(failures.code(&plan), 4);
        let good = Plan { task_runs: vec![status("again", Truth::True, "")], ..Plan::default() };
        assert_eq!(Failures::default().code(&good), 0);
        let late = Plan { task_runs: vec![status("a", Truth::False, "TaskRunTimeout")], ..Plan::default() };
        assert_eq!(Failures::default().code(&late), TIMED_OUT);
        assert_eq!(lines(&late, None), ["TaskRun a: TaskRunTimeout: message"]);
    }

    #[test]
    fn time_that_is_up_before_another_try_counts_from_then_on() {
        let at = |second| Timestamp::from_second(second).unwrap();
        for (other, code) in [(1, 5), (3, 5), (6, TIMED_OUT)] {
            let mut failures = Failures::default();
            failures.add(("default".to_owned(), "a".to_owned()), 7, at(2));
            failures.add(("default".to_owned(), "b".to_owned()), 5, at(other));
            let plan =
                Plan { task_runs: vec![status("a", Truth::False, "TaskRunTimeout")], ..Plan::default() };
            failures.note_late(&plan, at(4));
            failures.note_late(&plan, at(9));
            assert_eq!(failures.code(&plan), code, "{other}");
        }
    }
}
