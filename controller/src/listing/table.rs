//! Statuses as tables: columns as wide as their widest cell, three spaces apart, as kubectl has them.

use std::collections::BTreeSet;

use jiff::Timestamp;
use k8s_openapi::api::core::v1::ContainerState;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::age::age;
use crate::model::{Condition, namespace_of};
use crate::plan::Plan;
use crate::status::TaskRunStatus;

/// The tables of the runs of Pipelines, of the runs of Tasks, and of their steps; those with a row alone.
pub(super) fn all(plan: &Plan, wide: bool, now: Timestamp) -> String {
    let of_pipelines = plan.pipeline_runs.iter().flat_map(|run| run.tasks.iter().map(|(_, task)| task));
    let task_runs: Vec<&TaskRunStatus> = of_pipelines.chain(&plan.task_runs).collect();
    let all = plan.pipeline_runs.iter().map(|run| &run.metadata);
    let namespaces: BTreeSet<&str> =
        all.chain(task_runs.iter().map(|run| &run.metadata)).map(namespace_of).collect();
    let listing = Listing { wide, now, namespaces: namespaces.len() > 1 };

    let mut pipelines = listing.head(&["PIPELINERUN"], &RUN, &["MESSAGE"]);
    for run in &plan.pipeline_runs {
        let state = listing.state(&run.condition, run.started, run.completed);
        pipelines.push(listing.row(&run.metadata, &state, std::slice::from_ref(&run.condition.message)));
    }
    let mut tasks = listing.head(&["TASKRUN"], &RUN, &["POD", "MESSAGE"]);
    let mut steps =
        listing.head(&["TASKRUN"], &["STEP", "STATE", "EXITCODE"], &["STARTTIME", "DURATION", "REASON"]);
    for run in task_runs {
        let state = listing.state(&run.condition, run.started, run.completed);
        let pod = run.pod.clone().unwrap_or_default();
        tasks.push(listing.row(&run.metadata, &state, &[pod, run.condition.message.clone()]));
        for step in &run.steps {
            let (cells, more) = listing.step(&step.name, &step.state);
            steps.push(listing.row(&run.metadata, &cells, &more));
        }
    }
    let tables = [pipelines, tasks, steps].into_iter().filter(|table| table.len() > 1);
    tables.map(|table| aligned(&table)).collect::<Vec<_>>().join("\n")
}

/// The columns of a run between its name and what only wide tables have.
const RUN: [&str; 4] = ["SUCCEEDED", "REASON", "STARTTIME", "COMPLETIONTIME"];

/// What all tables have in common.
struct Listing {
    wide: bool,
    now: Timestamp,
    /// Whether there is more than one namespace, so that it has to be said which.
    namespaces: bool,
}

impl Listing {
    fn head(&self, name: &[&str], columns: &[&str], wide: &[&str]) -> Vec<Vec<String>> {
        let namespace = if self.namespaces { &["NAMESPACE"][..] } else { &[] };
        let wide = if self.wide { wide } else { &[] };
        vec![[namespace, name, columns, wide].concat().into_iter().map(str::to_owned).collect()]
    }

    fn row(&self, metadata: &ObjectMeta, cells: &[String], wide: &[String]) -> Vec<String> {
        let mut row = Vec::new();
        if self.namespaces {
            row.push(namespace_of(metadata).to_owned());
        }
        row.push(metadata.name.clone().unwrap_or_default());
        row.extend_from_slice(cells);
        if self.wide {
            row.extend_from_slice(wide);
        }
        row
    }

    fn state(
        &self,
        condition: &Condition,
        started: Option<Timestamp>,
        completed: Option<Timestamp>,
    ) -> [String; 4] {
        let age = |time: Option<Timestamp>| time.map(|time| age(time, self.now)).unwrap_or_default();
        [condition.status.name().to_owned(), condition.reason.clone(), age(started), age(completed)]
    }

    fn step(&self, name: &str, state: &ContainerState) -> ([String; 3], [String; 3]) {
        let words = |words: [&str; 3]| words.map(str::to_owned);
        let since = |time: Timestamp| age(time, self.now);
        if let Some(end) = &state.terminated {
            let times = end.started_at.as_ref().zip(end.finished_at.as_ref());
            let started = end.started_at.as_ref().map(|time| since(time.0)).unwrap_or_default();
            let lasted = times.map(|(start, end)| age(start.0, end.0)).unwrap_or_default();
            let cells = [name.to_owned(), "terminated".to_owned(), end.exit_code.to_string()];
            return (cells, [started, lasted, end.reason.clone().unwrap_or_default()]);
        }
        if let Some(running) = &state.running {
            let started = running.started_at.as_ref().map(|time| since(time.0)).unwrap_or_default();
            return (words([name, "running", ""]), [started, String::new(), String::new()]);
        }
        let reason = state.waiting.as_ref().and_then(|waiting| waiting.reason.clone()).unwrap_or_default();
        (words([name, "waiting", ""]), [String::new(), String::new(), reason])
    }
}

fn aligned(table: &[Vec<String>]) -> String {
    let columns = table.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        table
            .iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, &width)| format!("{:width$}", printable(cell)));
        format!("{}\n", cells.collect::<Vec<_>>().join("   ").trim_end())
    };
    table.iter().map(line).collect::<Vec<_>>().concat()
}

/// What a cluster says goes to a terminal: one line, and nothing that a terminal takes for an order.
fn printable(cell: &str) -> String {
    cell.chars().map(|char| if char.is_control() { ' ' } else { char }).collect()
}
