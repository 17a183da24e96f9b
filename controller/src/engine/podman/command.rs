//! Calls of podman.

use anyhow::{Context, Result, bail};
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::process::{Command, Output, Stdio};

/// `podman` with these arguments, out of reach of the terminal's Ctrl-C. Where it keeps its containers and
/// how it is set up is left to its own environment variables and files.
pub fn podman<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new("podman");
    command.args(arguments).process_group(0).stdin(Stdio::null());
    command
}

/// Runs it to its end and returns what it wrote on standard output.
///
/// # Errors
/// When podman cannot be started or fails; the error has podman's own words.
pub fn output(command: &mut Command) -> Result<Vec<u8>> {
    check(command.output().context("cannot start podman")?)
}

/// The same with `input` on its standard input: the way for what must not be seen in a list of processes.
///
/// # Errors
/// As [`output`].
pub fn feed(command: &mut Command, input: &[u8]) -> Result<Vec<u8>> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().context("cannot start podman")?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input).context("podman does not listen")?;
    }
    check(child.wait_with_output()?)
}

fn check(output: Output) -> Result<Vec<u8>> {
    if !output.status.success() {
        bail!("podman: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(output.stdout)
}
