//! Cleaning up behind a test process, even one that was killed.

use std::os::unix::process::CommandExt as _;
use std::process::Stdio;

use super::Podman;

/// Waits for the end of its input, which this process holds open and never writes.
const SCRIPT: &str = r#"
cat
podman pod rm --all --force --time 0
podman rm --all --force --time 0
rm -rf "$1"
"#;

/// Starts the process that removes every Pod of `podman`, and its folder, once this process is gone.
///
/// A `Drop` would not do: statics are not dropped, and nothing is when a process dies of a signal.
pub fn when_this_process_ends(podman: &Podman) {
    let sweeper = podman
        .tool("sh")
        .args(["-c", SCRIPT, "sh"])
        .arg(&podman.folder)
        .process_group(0) // the terminal's Ctrl-C is for the tests: this is what must outlive it
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("sh starts");
    // Dropping the child would close the pipe.
    std::mem::forget(sweeper);
}
