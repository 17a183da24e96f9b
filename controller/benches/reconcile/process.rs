//! The whole program as it ships: YAML text in a file to JSON on stdout.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tempfile::NamedTempFile;
use tests::measure::Options;

use crate::inputs;
use crate::rounds::{each, median};

/// Prints a line for each input.
pub fn measure(options: &Options) -> Result<Vec<Value>> {
    let mut rows = Vec::new();
    let peer = options.peer.as_deref();
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
        let theirs = peer.map(|peer| read(peer, file.path()));
        let ms = |reading: &Reading| reading.seconds * 1e3;
        let read = theirs.as_ref().and_then(|theirs| theirs.as_ref().ok());
        rows.push(json!({
            "of": "process", "what": what, "tasks": tasks, "pods": pods, "ms": seconds * 1e3, "mib": mib,
            "peer_ms": read.map(ms), "peer_mib": read.map(|reading| reading.mib)
        }));
        match theirs {
            None => println!(),
            Some(Ok(peer)) => {
                println!("{:>15.2}{:>11.1}{:>11.1}x", peer.seconds * 1e3, peer.mib, peer.seconds / seconds);
            }
            // A peer that cannot is a result too.
            Some(Err(error)) => println!("   {error:#}"),
        }
    }
    Ok(rows)
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
