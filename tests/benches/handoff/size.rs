//! How big the binary is that every Pod pulls and copies.

use anyhow::Result;
use tests::measure::{Reading, stripped_size};

use crate::subject::Subject;

/// The project's budget for the stripped binary, in bytes.
const BUDGET: f64 = 1_500_000.0;

/// The size of a stripped copy; as it is where there is no strip.
pub fn measure(subject: &Subject) -> Result<Vec<Reading>> {
    #[allow(clippy::cast_precision_loss)] // sizes of binaries
    let bytes = stripped_size(&subject.path)? as f64;
    Ok(vec![Reading::new("size, stripped", bytes, "bytes").at_most(BUDGET)])
}
