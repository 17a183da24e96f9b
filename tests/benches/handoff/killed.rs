//! How long the steps behind go on waiting for one that was killed.

use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use tests::measure::{Child, LIMIT, Reading, median, ms, repeat};

use crate::subject::{Subject, Tools};

/// Waiters behind the killed step.
const WAITERS: usize = 5;
/// What the project allows the first waiter for noticing; the others follow by events.
const NOTICED_MS: f64 = 50.0;

/// From SIGKILL to the end of the last waiter.
pub fn measure(subject: &Subject) -> Result<Vec<Reading>> {
    let times = repeat(15, || {
        let tools = Tools::new()?;
        let victim = subject.start(&tools, 0, &["/bin/sleep", "60"])?;
        let start = |n| subject.start(&tools, n, &["/bin/true"]);
        let waiters = (1..=WAITERS).map(start).collect::<Result<Vec<_>>>()?;
        // Until all sleep; nothing outside says so for every entrypoint.
        sleep(Duration::from_millis(150));
        let killed = Instant::now();
        // Dropping kills it and its step.
        drop::<Child>(victim);
        for waiter in waiters {
            waiter.end_within(LIMIT).context("a waiter behind a killed step")?;
        }
        Ok(ms(killed.elapsed()))
    })?;
    Ok(vec![Reading::new("SIGKILL to the end of 5 steps behind", median(times), "ms").at_most(NOTICED_MS)])
}
