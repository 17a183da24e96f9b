//! The whole program as it ships: YAML text in a file to JSON on stdout.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use tempfile::NamedTempFile;

use crate::inputs;
use crate::rounds::{each, median};

/// Prints a line for each input.
pub fn measure(peer: Option<&Path>) -> Result<()> {
    let ours = tests::shipped("controller");
    let columns = if peer.is_some() { "        peer ms   peer MiB  peer/baton" } else { "" };
    println!(
        "{:<24}{:>8}{:>8}{:>12}{:>12}{:>12}{:>10}{columns}",
        "", "tasks", "Pods", "ms", "µs a task", "Pods/s", "MiB"
    );
    for (what, tasks, text) in inputs::all() {
        let mut file = NamedTempFile::new()?;
        file.write_all(text.as_bytes())?;
        let pods = count(&ours, file.path())?;
        let Reading { seconds, mib } = read(&ours, file.path())?;
        #[allow(clippy::cast_precision_loss)] // thousands
        let rate = pods as f64 / seconds;
        print!(
            "{what:<24}{tasks:>8}{pods:>8}{:>12.2}{:>12.2}{rate:>12.0}{mib:>10.1}",
            seconds * 1e3,
            each(seconds, tasks)
        );
        match peer.map(|peer| read(peer, file.path())) {
            None => println!(),
            Some(Ok(peer)) => {
                println!("{:>15.2}{:>11.1}{:>11.1}x", peer.seconds * 1e3, peer.mib, peer.seconds / seconds);
            }
            // A peer that cannot is a result too.
            Some(Err(error)) => println!("   {error:#}"),
        }
    }
    Ok(())
}

struct Reading {
    seconds: f64,
    mib: f64,
}

fn read(controller: &Path, file: &Path) -> Result<Reading> {
    let seconds = median(|| {
        let status = command(controller, file).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        ensure!(status.success(), "{status}");
        Ok(())
    })?;
    Ok(Reading { seconds, mib: tests::measure::peak(&mut command(controller, file))? })
}

fn command(controller: &Path, file: &Path) -> Command {
    let mut command = Command::new(controller);
    command.args(["emit", "-o", "json", "-f"]).arg(file);
    command
}

/// How many Pods come out.
fn count(controller: &Path, file: &Path) -> Result<usize> {
    let output = command(controller, file).output().context("controller")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let list: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    Ok(list["items"].as_array().map_or(0, Vec::len))
}
