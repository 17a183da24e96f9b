//! Ten steps that do nothing: what is left is the handoff.

use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::Result;
use tests::measure::{Child, Reading, median, ms, repeat};

use crate::subject::{Subject, Tools};

/// Steps in a chain.
pub const STEPS: usize = 10;
/// Between the starts of one step and the next, when they start over three seconds.
const PAUSE: Duration = Duration::from_millis(300);

/// All ten started at once, as in a Pod, against ten `/bin/true` run one after the other, in turns.
pub fn at_once(subject: &Subject) -> Result<Vec<Reading>> {
    let start = |tools: &Tools, n| subject.start(tools, n, &["/bin/true"]);
    let pairs = repeat(31, || Ok((ms(sequence()?), ms(chain(start, Duration::ZERO)?.0))))?;
    let (plain, chained): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
    let (plain, chained) = (median(plain), median(chained));
    Ok(vec![
        Reading::new("ten /bin/true, one after the other", plain, "ms"),
        Reading::new("chain of 10 steps, started at once", chained, "ms"),
        Reading::new("  in times ten /bin/true", chained / plain, "x").at_most(1.5),
    ])
}

/// Started one by one over three seconds, as containers of a busy node are.
pub fn one_by_one(subject: &Subject) -> Result<Vec<Reading>> {
    let start = |tools: &Tools, n| subject.start(tools, n, &["/bin/true"]);
    let times = repeat(3, || chain(start, PAUSE))?;
    let (whole, rest): (Vec<_>, Vec<_>) =
        times.into_iter().map(|(whole, rest)| (ms(whole), ms(rest))).unzip();
    Ok(vec![
        Reading::new("chain of 10 steps, started over 3 s", median(whole), "ms"),
        Reading::new("  from the last start to the end", median(rest), "ms"),
    ])
}

/// From the first start to the end of all, and from the last start, of steps that `step` starts.
pub fn chain(step: impl Fn(&Tools, usize) -> Result<Child>, pause: Duration) -> Result<(Duration, Duration)> {
    let tools = Tools::new()?;
    let start = Instant::now();
    let mut last = start;
    let mut steps = Vec::new();
    for n in 0..STEPS {
        if n > 0 {
            sleep(pause);
        }
        last = Instant::now();
        steps.push(step(&tools, n)?);
    }
    steps.into_iter().try_for_each(Child::succeed)?;
    Ok((start.elapsed(), last.elapsed()))
}

fn sequence() -> Result<Duration> {
    let start = Instant::now();
    for _ in 0..STEPS {
        Child::start(&mut Command::new("/bin/true"))?.succeed()?;
    }
    Ok(start.elapsed())
}
