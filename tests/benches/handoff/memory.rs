//! How much memory a step's entrypoint holds at most.
//!
//! The peak that `wait4` reports is no use: it counts the memory of whoever started the process, from before the
//! exec. `VmHWM` belongs to the program alone. It is read while the step runs: by then the entrypoint has
//! waited, listened, locked and started the step, and what is left is to reap and to post.

use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result};
use tests::measure::{Child, LIMIT, Reading, median, repeat};

use crate::subject::{Subject, Tools};

/// For a runtime with threads of its own to come to rest.
const REST: Duration = Duration::from_millis(200);

/// What the project allows, in MiB.
const MOST: f64 = 3.0;

/// The median of five peaks.
pub fn measure(subject: &Subject) -> Result<Vec<Reading>> {
    let peaks = repeat(5, || {
        let tools = Tools::new()?;
        if let Some(folder) = subject.post_file(&tools, 0).parent() {
            std::fs::create_dir_all(folder)?;
        }
        let entrypoint = subject.start(&tools, 1, &["/bin/sleep", "60"])?;
        sleep(REST);
        std::fs::write(subject.post_file(&tools, 0), "")?;
        peak(&entrypoint)
    })?;
    Ok(vec![Reading::new("memory at its peak", median(peaks), "MiB").at_most(MOST)])
}

/// In MiB, once the step runs.
fn peak(entrypoint: &Child) -> Result<f64> {
    let start = std::time::Instant::now();
    while tests::children(entrypoint.id()).is_empty() {
        anyhow::ensure!(start.elapsed() < LIMIT, "its step never runs");
        sleep(Duration::from_millis(1));
    }
    sleep(REST);
    let kib = entrypoint.status("VmHWM").context("no VmHWM in its status")?;
    #[allow(clippy::cast_precision_loss)] // thousands
    Ok(kib as f64 / 1024.0)
}
