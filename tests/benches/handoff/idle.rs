//! What waiting costs: most entrypoints of a Pod do nothing else most of the time.

use std::thread::sleep;
use std::time::Duration;

use anyhow::Result;
use tests::measure::{Child, Reading};

use crate::subject::{Subject, Tools};

/// Waiters behind one running step.
const WAITERS: usize = 10;
/// How long they are watched.
const SPAN: Duration = Duration::from_secs(10);
/// How long they have to start and fall asleep.
const REST: Duration = Duration::from_secs(2);
/// One backstop look a second of each waiter, and one more where the span's ends cut.
const BACKSTOP_LOOKS: f64 = 110.0;

/// Processor time and context switches of all waiters, all their threads.
pub fn measure(subject: &Subject) -> Result<Vec<Reading>> {
    let tools = Tools::new()?;
    let _running = subject.start(&tools, 0, &["/bin/sleep", "60"])?;
    let start = |n| subject.start(&tools, n, &["/bin/true"]);
    let waiters = (1..=WAITERS).map(start).collect::<Result<Vec<_>>>()?;
    sleep(REST);
    let before = activity(&waiters);
    sleep(SPAN);
    let after = activity(&waiters);
    #[allow(clippy::cast_precision_loss)] // far below 2^52
    Ok(vec![
        Reading::new("10 idle waiters, 10 s: processor time", (after.0 - before.0) as f64 / 1e6, "ms"),
        Reading::new("  context switches", (after.1 - before.1) as f64, "times").at_most(BACKSTOP_LOOKS),
    ])
}

fn activity(waiters: &[Child]) -> (u64, u64) {
    waiters.iter().map(Child::activity).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
}
