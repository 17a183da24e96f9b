//! The files beside a handoff file, named by what is put behind its name.

use std::path::{Path, PathBuf};

/// `FILE.err`: failed or skipped, the next step must not run.
pub fn err(file: &Path) -> PathBuf {
    with(file, ".err")
}

/// `FILE.lock`: held as long as the step that will post FILE lives.
pub fn lock(file: &Path) -> PathBuf {
    with(file, ".lock")
}

fn with(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
