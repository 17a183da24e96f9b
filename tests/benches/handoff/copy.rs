//! How long the first container of a Pod takes to put the entrypoint in place.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};
use tests::measure::{Child, Reading, median, ms, repeat};

use crate::subject::{Subject, Tools};

/// `entrypoint cp` of itself.
pub fn measure(subject: &Subject) -> Result<Vec<Reading>> {
    let times = repeat(50, || {
        let tools = Tools::new()?;
        let start = Instant::now();
        let copy = tools.folder().join("entrypoint");
        Child::start(Command::new(&subject.path).arg("cp").arg(&subject.path).arg(&copy))?
            .succeed()
            .context("cp")?;
        let time = start.elapsed();
        anyhow::ensure!(copy.exists(), "cp made no copy");
        Ok(ms(time))
    })?;
    Ok(vec![Reading::new("cp of itself", median(times), "ms")])
}
