//! From inputs to a plan: what every command with Pods starts with.

use std::io::{self, Write};

use anyhow::bail;

use super::{ImageArgs, Inputs};
use crate::load::{Loaded, load};
use crate::plan::Plan;
use crate::problem::ProblemKind;
use crate::reconcile::reconcile;
use crate::world::World;

/// Reads the inputs and plans the Pods.
///
/// Every error of every document is printed on stderr with its place; warnings too.
///
/// # Errors
/// When anything was wrong; the error only counts, the rest has been printed.
pub fn prepare(inputs: &Inputs, images: &ImageArgs) -> anyhow::Result<(World, Plan)> {
    let Loaded { world, sources, mut diagnostics, warnings, unread } =
        load(&inputs.filenames, images.settings());
    let planned = reconcile(&world);
    if let Err(problems) = &planned {
        let news = problems.iter().filter(|problem| match &problem.kind {
            ProblemKind::Missing(key) => !unread.explains(key),
            ProblemKind::Wrong => true,
        });
        diagnostics.extend(news.map(|problem| sources.locate(problem)));
    }
    let mut stderr = io::stderr().lock();
    for warning in &warnings {
        writeln!(stderr, "warning: {warning}")?;
    }
    diagnostics.sort();
    for diagnostic in &diagnostics {
        writeln!(stderr, "{diagnostic}")?;
    }
    match (planned, diagnostics.len()) {
        (Ok(plan), 0) => {
            if world.task_runs.is_empty() && world.pipeline_runs.is_empty() {
                writeln!(stderr, "warning: no TaskRun or PipelineRun among the inputs, so nothing to run")?;
            }
            Ok((world, plan))
        }
        (_, 1) => bail!("1 error in the inputs"),
        (_, count) => bail!("{count} errors in the inputs"),
    }
}
