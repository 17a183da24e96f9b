//! Clones in turns, so that a busy moment of the machine meets all.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tests::measure::{Child, in_memory, median, ms, repeat};

use crate::contender::Contender;
use crate::scenario::Scenario;
use crate::site::Site;

/// Longer than any clone here takes on a machine that is slow and shared.
const LIMIT: Duration = Duration::from_secs(100);

/// What one clone took; of many, the medians.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    pub wall_ms: f64,
    /// Of the client, with its children, in its own code and in the kernel.
    pub cpu_ms: f64,
    /// Of the largest of its processes, in MiB.
    pub memory: f64,
}

/// What each contender took.
pub struct Costs {
    pub git: Cost,
    pub ours: Cost,
    /// Of a peer that fails, why.
    pub peer: Option<Result<Cost>>,
}

/// Clones up to `rounds` times with each of the contenders, after one that does not count, and gives the medians.
pub fn run(site: &Site, scenario: &Scenario, contenders: &[Contender], rounds: usize) -> Result<Costs> {
    let url = site.url(scenario)?;
    let clone = |contender| clone(site, contender, &url, scenario.full);
    for contender in contenders {
        drop(clone(contender));
    }
    let mut rounds = repeat(rounds, || Ok(contenders.iter().map(clone).collect::<Vec<_>>()))?;
    let mut of_each = contenders.iter().map(|_| {
        let costs: Result<Vec<_>> = rounds.iter_mut().map(|round| round.remove(0)).collect();
        Ok(medians(&costs?))
    });
    let mut next = || of_each.next().context("no contender");
    Ok(Costs { git: next()??, ours: next()??, peer: next().ok() })
}

fn medians(costs: &[Cost]) -> Cost {
    let of = |field: fn(&Cost) -> f64| median(costs.iter().map(field).collect());
    Cost { wall_ms: of(|cost| cost.wall_ms), cpu_ms: of(|cost| cost.cpu_ms), memory: of(|cost| cost.memory) }
}

fn clone(site: &Site, contender: &Contender, url: &str, full: bool) -> Result<Cost> {
    let target = in_memory()?;
    let folder = target.path().join("clone");
    site.renew()?;
    let mut commands = contender.commands(site, url, full, &folder);
    let start = Instant::now();
    let (mut cpu, mut peak_kib) = (Duration::ZERO, 0);
    for command in &mut commands {
        let usage = Child::start(command)?.usage_within(LIMIT).with_context(|| format!("{command:?}"))?;
        cpu += usage.cpu;
        peak_kib = peak_kib.max(usage.peak_kib);
    }
    let wall = start.elapsed();
    check(site.command("git"), &folder)?;
    #[allow(clippy::cast_precision_loss)] // thousands
    Ok(Cost { wall_ms: ms(wall), cpu_ms: ms(cpu), memory: peak_kib as f64 / 1024.0 })
}

/// A clone that lacks something is none: git must find nothing to say of it.
fn check(mut git: Command, folder: &Path) -> Result<()> {
    let output = git.arg("-C").arg(folder).args(["status", "--porcelain"]).output()?;
    ensure!(output.status.success() && output.stdout.is_empty(), "the clone is not clean: {output:?}");
    Ok(())
}
