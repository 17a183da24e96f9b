//! `sidecarlogresults`: waits for the steps to end and prints their results, a JSON object a line, for the controller
//! to read from this container's log.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::iter;
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Parser;
use serde_json::{Value, json};

use super::{complain, steps_end};
use crate::say::check_format;
use crate::signals::Signals;
use crate::supervise::code_of_signal;
use crate::{variable, wait};

const NAME: &str = "sidecarlogresults";
const FAILURE: u8 = 1;
/// Where each step has a folder with what it posts.
const RUN: &str = "/tekton/run";
/// Where each step has a folder, by name, with what it leaves.
const STEPS: &str = "/tekton/steps";
/// How often to look whether the steps have ended.
const INTERVAL: &str = "SIDECAR_LOG_POLLING_INTERVAL";
const EVERY: Duration = Duration::from_millis(100);

/// Prints the results of a Task's steps once they have ended.
#[derive(Debug, Parser)]
#[command(name = NAME, version, args_override_self = true)]
struct Args {
    /// Where the results of the Task are
    #[arg(long = "results-dir", value_name = "FOLDER", default_value = "/tekton/results")]
    results_dir: PathBuf,

    /// The results of the Task, with commas between names
    #[arg(long = "result-names", value_name = "NAMES", default_value = "", hide_default_value = true)]
    result_names: String,

    /// The results of steps, as `{"build":["digest"]}`
    #[arg(long = "step-results", value_name = "JSON", default_value = "", hide_default_value = true)]
    step_results: String,

    /// The steps whose artifacts are wanted, with commas between names
    #[arg(long = "step-names", value_name = "NAMES", default_value = "", hide_default_value = true)]
    step_names: String,

    /// Do not end by itself: the kubelet restarts this kind of container
    #[arg(long = "kubernetes-sidecar-mode", value_name = "BOOL", num_args = 0..=1, require_equals = true,
        default_value = "false", default_missing_value = "true", value_parser = goflags::boolean,
        action = clap::ArgAction::Set)]
    kubernetes_sidecar_mode: bool,
}

/// Runs with the arguments `args`, and gives the exit code.
pub fn main(args: &[OsString]) -> u8 {
    let args = match goflags::parse::<Args>(iter::once(NAME.into()).chain(args.iter().cloned())) {
        Ok(args) => args,
        Err(refusal) if refusal.code() == 0 => {
            crate::say::answer(&refusal);
            return 0;
        }
        Err(refusal) => {
            crate::say::complain(&refusal);
            return refusal.code();
        }
    };
    run(&args).unwrap_or_else(|error| {
        complain(NAME, format_args!("{error:#}"));
        FAILURE
    })
}

fn run(args: &Args) -> Result<u8> {
    check_format()?;
    let every = variable::duration(INTERVAL, std::env::var_os(INTERVAL))?.unwrap_or(EVERY);
    // Process 1 of a container gets no signal that it has not asked for.
    let ending = Signals::block().and_then(|signals| signals.ending()).context("cannot read signals")?;
    let stays = args.kubernetes_sidecar_mode;
    let of_steps = step_results(&args.step_results)?;
    // One that the kubelet restarts is told to end when the steps have ended, and then it has something to print.
    if let Some(signal) = steps_end::wait(Path::new(RUN), every, Some(&ending).filter(|_| !stays))? {
        return Ok(code_of_signal(signal));
    }
    print(args, &of_steps)?;
    if stays {
        wait::sleep(&[Some(ending.as_fd())], None).context("cannot wait for a signal")?;
    }
    Ok(0)
}

fn step_results(json: &str) -> Result<BTreeMap<String, Vec<String>>> {
    match json.trim() {
        "" => Ok(BTreeMap::new()),
        text => {
            serde_json::from_str(text).context("-step-results is no JSON such as {\"build\":[\"digest\"]}")
        }
    }
}

fn print(args: &Args, of_steps: &BTreeMap<String, Vec<String>>) -> Result<()> {
    for name in names(&args.result_names) {
        tell(name, read(&args.results_dir.join(name))?, "task")?;
    }
    for (step, results) in of_steps {
        for name in results {
            let file = Path::new(STEPS).join(step).join("results").join(name);
            tell(&format!("{step}.{name}"), read(&file)?, "step")?;
        }
    }
    for step in names(&args.step_names) {
        let file = Path::new(STEPS).join(step).join("artifacts/provenance.json");
        if let Some(text) = read(&file)? {
            let artifacts: Value = serde_json::from_str(&text)
                .with_context(|| format!("invalid artifacts: {}", file.display()))?;
            tell(step, Some(artifacts.to_string()), "stepArtifact")?;
        }
    }
    Ok(())
}

fn names(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').filter(|name| !name.is_empty())
}

/// The text of `file`, if it is there.
fn read(file: &Path) -> Result<Option<String>> {
    match fs::read(file) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read the result {}", file.display())),
    }
}

/// Prints a result that is there, in one write.
fn tell(name: &str, value: Option<String>, kind: &str) -> Result<()> {
    if let Some(value) = value {
        let line = format!("{}\n", json!({ "name": name, "value": value, "type": kind }));
        io::stdout().write_all(line.as_bytes()).context("cannot write to the log")?;
    }
    Ok(())
}
