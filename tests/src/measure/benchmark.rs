//! How a benchmark ends.

use std::process::ExitCode;

use anyhow::Result;

/// Runs the benchmark `name`, and says what failed.
pub fn benchmark(name: &str, run: impl FnOnce() -> Result<()>) -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{name}: {error:#}");
            ExitCode::FAILURE
        }
    }
}
