//! What a step takes longer with an entrypoint around it.

use std::process::Command;
use std::time::Instant;

use anyhow::Result;
use tests::measure::{Child, Reading, median, ms, repeat};

use crate::subject::{Subject, Tools};

/// Pairs of runs.
const ROUNDS: usize = 200;

/// What the project allows, in milliseconds.
const MOST: f64 = 1.5;

/// `/bin/true` alone and under the entrypoint, in turns, so that a busy moment of the machine meets both.
pub fn measure(subject: &Subject) -> Result<Vec<Reading>> {
    let pairs = repeat(ROUNDS, || {
        // Another one each time: where today's Tekton's flags find the post file, the step does not run again.
        let tools = Tools::new()?;
        let start = Instant::now();
        Child::start(&mut Command::new("/bin/true"))?.succeed()?;
        let alone = start.elapsed();
        let start = Instant::now();
        subject.start(&tools, 0, &["/bin/true"])?.succeed()?;
        Ok((ms(alone), ms(start.elapsed())))
    })?;
    let (alone, under): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
    let alone = median(alone);
    Ok(vec![
        Reading::new("/bin/true alone, exec to exit", alone, "ms"),
        Reading::new("overhead over /bin/true", median(under) - alone, "ms").at_most(MOST),
    ])
}
