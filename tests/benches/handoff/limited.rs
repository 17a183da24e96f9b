//! What a step costs where its container may use a hundredth or a tenth of a processor.

use std::time::{Duration, Instant};

use anyhow::Result;
use tests::measure::{Reading, Share, median, ms, repeat};

use crate::chain::{STEPS, chain};
use crate::subject::{Subject, Tools};

/// The limits, in thousandths of a processor, with the names of their readings and the most that a step should take.
const LIMITS: [(u32, [&str; 2], Option<f64>); 2] = [
    (10, ["a step at 10m, exec to exit", "chain of 10 steps at 10m each"], Some(150.0)),
    (100, ["a step at 100m, exec to exit", "chain of 10 steps at 100m each"], None),
];
/// Rounds, each in control groups of its own: what one has used is not missing in the next.
const ROUNDS: usize = 15;

/// A step by itself, and a chain of ten, each of which has a limit of its own as containers have. None of it where
/// control groups cannot be written.
pub fn measure(subject: &Subject) -> Result<Vec<Reading>> {
    if let Err(why) = Share::new(LIMITS[0].0) {
        println!("at 10m and 100m: not measured: {why:#}");
        return Ok(Vec::new());
    }
    let mut readings = Vec::new();
    for (limit, [alone, chained], most) in LIMITS {
        let step = Reading::new(alone, median(repeat(ROUNDS, || step(subject, limit))?), "ms");
        readings.push(most.map_or(Reading { target: None, ..step }, |most| step.at_most(most)));
        readings.push(Reading::new(chained, median(repeat(ROUNDS, || ten(subject, limit))?), "ms"));
    }
    Ok(readings)
}

fn step(subject: &Subject, limit: u32) -> Result<f64> {
    let (tools, share) = (Tools::new()?, Share::new(limit)?);
    let start = Instant::now();
    subject.start_within(&share, &tools, 0, &["/bin/true"])?.succeed()?;
    Ok(ms(start.elapsed()))
}

fn ten(subject: &Subject, limit: u32) -> Result<f64> {
    let shares = (0..STEPS).map(|_| Share::new(limit)).collect::<Result<Vec<_>>>()?;
    let start = |tools: &Tools, n: usize| subject.start_within(&shares[n], tools, n, &["/bin/true"]);
    Ok(ms(chain(start, Duration::ZERO)?.0))
}
