//! From a loaded World to its Plan, and the ways to the one and from the other, within this process.

use anyhow::{Result, bail};
use controller::emit::{Format, write};
use controller::load::{Loaded, read};
use controller::plan::Plan;
use controller::reconcile::reconcile;
use controller::world::{Settings, World};
use serde_json::{Value, json};
use tests::measure::Options;

use crate::inputs;
use crate::rounds::{each, median_on_core};

/// What is to be reached from a loaded World on one core.
const WANTED: f64 = 50_000.0;

/// Prints a line for each input.
pub fn measure(_: &Options) -> Result<Vec<Value>> {
    let mut rows = Vec::new();
    println!(
        "{:<24}{:>8}{:>8}   µs each: {:>8}{:>8}{:>8}   Pods/s, World to Plan",
        "", "tasks", "Pods", "load", "plan", "print"
    );
    for (what, tasks, text) in inputs::all() {
        let world = world(&text)?;
        let planned = plan(&world)?;
        let pods = planned.pods.len();
        let load = each(median_on_core(|| self::world(&text))?, tasks);
        let seconds = median_on_core(|| plan(&world))?;
        let print = each(median_on_core(|| printed(&planned))?, pods);
        // A chain has one Pod, whatever the number of its tasks: then each task counts.
        let verdict = if pods == tasks {
            let rate = 1e6 / each(seconds, pods);
            format!("{rate:>10.0}   at least {WANTED}: {}", if rate >= WANTED { "met" } else { "MISSED" })
        } else {
            String::new()
        };
        let plan = each(seconds, tasks);
        println!("{what:<24}{tasks:>8}{pods:>8}            {load:>8.2}{plan:>8.2}{print:>8.2}{verdict}");
        rows.push(json!({
            "of": "world", "what": what, "tasks": tasks, "pods": pods,
            "load_us": load, "plan_us": plan, "print_us": print
        }));
    }
    Ok(rows)
}

/// What stdout gets.
fn printed(plan: &Plan) -> Result<Vec<u8>> {
    let mut text = Vec::new();
    write(plan, false, Format::Json, &mut text)?;
    Ok(text)
}

/// The World that `text` describes.
pub fn world(text: &str) -> Result<World> {
    let Loaded { world, diagnostics, .. } = read("input", text.to_owned(), Settings::default());
    match diagnostics.first() {
        None => Ok(world),
        Some(diagnostic) => bail!("{diagnostic}"),
    }
}

/// What it wants.
pub fn plan(world: &World) -> Result<Plan> {
    reconcile(world).map_err(|problems| anyhow::anyhow!("{}", problems[0]))
}
