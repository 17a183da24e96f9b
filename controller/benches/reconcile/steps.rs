//! A Pipeline on its way: each time a Pod ends, all of it is reconciled anew.

use std::time::Instant;

use anyhow::{Result, ensure};
use controller::model::ObservedPod;
use k8s_openapi::api::core::v1::{Pod, PodStatus};
use serde_json::{Value, json};
use tests::measure::Options;

use crate::inputs::{Shape, pipeline};
use crate::rounds::{each, median_on_core};
use crate::world::{plan, world};

/// Prints a line for each length.
pub fn measure(_: &Options) -> Result<Vec<Value>> {
    let mut rows = Vec::new();
    println!(
        "{:<24}{:>8}   µs a task in one reconcile: {:>8}{:>8}{:>8}   all of its steps, s",
        "", "tasks", "first", "middle", "last"
    );
    for tasks in [10, 1_000, 10_000] {
        let mut chain = world(&pipeline(Shape::Chain, tasks))?;
        let mut at = [0.0; 3];
        for (at, done) in at.iter_mut().zip([0, tasks / 2, tasks - 1]) {
            chain.pods = pods(tasks, done)?;
            ensure!(plan(&chain)?.pods.len() == 1, "one task at a time");
            *at = each(median_on_core(|| plan(&chain))?, tasks);
        }
        // Each of its steps takes as long as there are tasks.
        let played = if tasks <= 1_000 { Some(play(tasks)?) } else { None };
        let whole = played.map(|seconds| format!("{seconds:>10.3}")).unwrap_or_default();
        println!(
            "{:<24}{tasks:>8}                               {:>8.2}{:>8.2}{:>8.2}{whole}",
            "Pipeline, chain", at[0], at[1], at[2]
        );
        rows.push(json!({
            "of": "steps", "what": "Pipeline, chain", "tasks": tasks,
            "first_us": at[0], "middle_us": at[1], "last_us": at[2], "all_s": played
        }));
    }
    Ok(rows)
}

/// The Pods of the first `done` of `tasks` tasks, all of which have succeeded. They do not depend on the shape.
fn pods(tasks: usize, done: usize) -> Result<Vec<ObservedPod>> {
    let pods = plan(&world(&pipeline(Shape::Fan, tasks))?)?.pods;
    Ok(pods.into_iter().take(done).map(succeeded).collect())
}

fn succeeded(mut pod: Pod) -> ObservedPod {
    pod.status = Some(PodStatus { phase: Some("Succeeded".to_owned()), ..PodStatus::default() });
    pod.into()
}

/// Seconds from the first Pod of a chain to the end of its last, on a cluster that takes no time.
fn play(tasks: usize) -> Result<f64> {
    let mut chain = world(&pipeline(Shape::Chain, tasks))?;
    let begun = Instant::now();
    for _ in 0..tasks {
        let next = plan(&chain)?.pods;
        ensure!(next.len() == 1, "one task at a time");
        chain.pods.extend(next.into_iter().map(succeeded));
    }
    ensure!(plan(&chain)?.pods.is_empty(), "it ends");
    Ok(begun.elapsed().as_secs_f64())
}
