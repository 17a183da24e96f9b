//! How big the binary is that every Pod pulls and copies.

use anyhow::Result;
use tests::measure::{Reading, stripped_size};

use crate::subject::Subject;

/// The size of a stripped copy; as it is where there is no strip.
pub fn measure(subject: &Subject) -> Result<Vec<Reading>> {
    let budget = tests::budgets()?["entrypoint"];
    #[allow(clippy::cast_precision_loss)] // sizes of binaries
    let (bytes, budget) = (stripped_size(&subject.path)? as f64, budget as f64);
    Ok(vec![Reading::new("size, stripped", bytes, "bytes").at_most(budget)])
}
