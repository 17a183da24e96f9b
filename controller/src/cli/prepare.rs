//! From inputs to a plan: what every command with Pods starts with.

use std::io::{self, BufWriter, Write};

use anyhow::bail;
use jiff::Timestamp;

use super::{ImageArgs, Inputs};
use crate::load::{Loaded, load};
use crate::plan::Plan;
use crate::problem::ProblemKind;
use crate::world::World;

/// Reads the inputs and plans the Pods; a warning says so when nothing is to run.
///
/// # Errors
/// When the inputs are wrong: each error has been printed, the one returned only counts.
pub fn prepare(inputs: &Inputs, images: &ImageArgs) -> anyhow::Result<(World, Plan)> {
    let (world, plan) = check(inputs, images)?;
    if world.task_runs.is_empty() && world.pipeline_runs.is_empty() {
        let warning = "warning: no TaskRun or PipelineRun among the inputs, so nothing to run";
        writeln!(io::stderr(), "{warning}")?;
    }
    Ok((world, plan))
}

/// Reads the inputs and plans what follows from them at this moment.
///
/// Every error of every document is printed on stderr with its place; warnings too.
///
/// # Errors
/// When anything was wrong; the error only counts, the rest has been printed.
pub(super) fn check(inputs: &Inputs, images: &ImageArgs) -> anyhow::Result<(World, Plan)> {
    let Loaded { mut world, sources, mut diagnostics, warnings, unread } =
        load(&inputs.filenames, images.settings());
    world.now = Some(Timestamp::now());
    #[cfg(feature = "registry")]
    let planned = images.resolve.plan(&mut world)?;
    #[cfg(not(feature = "registry"))]
    let planned = crate::reconcile::reconcile(&world);
    if let Err(problems) = &planned {
        let news = problems.iter().filter(|problem| match &problem.kind {
            ProblemKind::Missing(key) => !unread.explains(key),
            ProblemKind::Wrong | ProblemKind::NoCommand(_) => true,
        });
        diagnostics.extend(news.map(|problem| sources.locate(problem)));
    }
    let mut stderr = BufWriter::new(io::stderr().lock());
    for warning in &warnings {
        writeln!(stderr, "warning: {warning}")?;
    }
    diagnostics.sort();
    // Runs of several accounts may lack the same command.
    diagnostics.dedup();
    for diagnostic in &diagnostics {
        writeln!(stderr, "{diagnostic}")?;
    }
    stderr.flush()?;
    drop(stderr);
    match (planned, diagnostics.len()) {
        (Ok(plan), 0) => Ok((world, plan)),
        (_, 1) => bail!("1 error in the inputs"),
        (_, count) => bail!("{count} errors in the inputs"),
    }
}
