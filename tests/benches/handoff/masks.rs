//! What it costs to look for secrets in what a step prints: a GiB of log, written as fast as it is taken,
//! and at a pace.

use std::fs;
use std::io::Read;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use tests::measure::{Child, LIMIT, Reading, in_memory, median, ms, repeat};

use crate::paced;
use crate::subject::{Subject, Tools};

/// How long the log is that the step prints `TIMES` times, in bytes.
const LOG: usize = 64 << 20;
const TIMES: usize = 16;
/// How many secrets are looked for.
const SECRETS: usize = 10;
/// The most that masking may cost at 1 GB/s, in hundredths of what the same output takes straight.
const MOST: f64 = 5.0;

/// The ways of the same output: straight to the container's, through the entrypoint's pipe (for a copy that nobody
/// keeps), and masked there.
#[derive(Clone, Copy)]
enum Way {
    Straight,
    Piped,
    Masked,
}

/// In turns, so that a busy moment of the machine meets all.
pub fn measure(subject: &Subject) -> Result<Vec<Reading>> {
    let folder = in_memory()?;
    let log = folder.path().join("log");
    fs::write(&log, text())?;
    let log = log.to_str().context("a folder with a name in UTF-8")?;
    let fast = std::iter::once("/bin/cat").chain([log; TIMES]).map(str::to_owned).collect::<Vec<_>>();
    let paced = paced::step(log, TIMES)?;
    let run = |way, step: &[String]| run(subject, way, step);
    let rounds = repeat(9, || {
        Ok([
            run(Way::Straight, &fast)?,
            run(Way::Piped, &fast)?,
            run(Way::Masked, &fast)?,
            run(Way::Straight, &paced)?,
            run(Way::Masked, &paced)?,
        ])
    })?;
    let middle = |way: usize, figure: usize| median(rounds.iter().map(|round| round[way][figure]).collect());
    let [straight, piped, masked, paced, paced_masked] =
        [0, 1, 2, 3, 4].map(|way| [middle(way, 0), middle(way, 1)]);
    let more = |one: [f64; 2], other: [f64; 2]| (one[0] / other[0] - 1.0) * 100.0;
    #[allow(clippy::cast_precision_loss)] // 2^30
    let gigabytes = (LOG * TIMES) as f64 / 1e9;
    Ok(vec![
        Reading::new("a step's output, straight", gigabytes / straight[0], "GB/s"),
        Reading::new("  through a pipe of the entrypoint's", gigabytes / piped[0], "GB/s"),
        Reading::new("  with 10 secrets masked", gigabytes / masked[0], "GB/s"),
        Reading::new("  masked, time more than straight", more(masked, straight), "%"),
        Reading::new("  masked, time more than through a pipe", more(masked, piped), "%"),
        Reading::new("  masked at 1 GB/s, time more than straight", more(paced_masked, paced), "%")
            .at_most(MOST),
        Reading::new("processor time for 1 GiB, straight", straight[1], "ms"),
        Reading::new("  through a pipe of the entrypoint's", piped[1], "ms"),
        Reading::new("  with 10 secrets masked", masked[1], "ms"),
    ])
}

/// The seconds until all that `step` prints has been read and it has ended, and the milliseconds on a processor of the
/// entrypoint and the step.
fn run(subject: &Subject, way: Way, step: &[String]) -> Result<[f64; 2]> {
    let tools = Tools::new()?;
    let argv: Vec<&str> = step.iter().map(String::as_str).collect();
    let more: &[&str] = if matches!(way, Way::Piped) { &["-stdout_path", "/dev/null"] } else { &[] };
    let mut command = subject.step_with(more, &tools, 0, &argv)?;
    let names = (0..SECRETS).map(|n| format!("SECRET_{n}")).collect::<Vec<_>>();
    if matches!(way, Way::Masked) {
        command.env("BATON_MASK", names.join(","));
        // As long as tokens are; no two begin alike, and none is in the log.
        let value = |n: usize| format!("{n}q7Zx-{}", "vK3w9".repeat(n + 3));
        command.envs(names.iter().enumerate().map(|(n, name)| (name, value(n))));
    }
    let start = Instant::now();
    let (child, mut output) = Child::start_printing(&mut command)?;
    let mut piece = vec![0; 64 << 10];
    let mut all = 0;
    loop {
        match output.read(&mut piece)? {
            0 => break,
            read => all += read,
        }
    }
    let usage = child.usage_within(LIMIT)?;
    let time = start.elapsed();
    ensure!(all == LOG * TIMES, "{all} bytes came of {}", LOG * TIMES);
    Ok([time.as_secs_f64(), ms(usage.cpu)])
}

/// Lines as builds print them: words, paths and numbers.
fn text() -> Vec<u8> {
    let mut text = Vec::with_capacity(LOG + 100);
    for n in 0.. {
        if text.len() >= LOG {
            break;
        }
        let line = format!(
            "2026-01-02T15:04:05.{:06}Z [{}/4096] compiling src/{:x}/module_{n}.rs (opt-level=2) --out target/{n}.o\n",
            n % 1_000_000,
            n % 4096,
            n % 251
        );
        text.extend_from_slice(line.as_bytes());
    }
    text.truncate(LOG);
    text
}
