//! Writes the credential files of a Pod's steps from its mounted secrets. docs/creds-init.md says how to ask for it.

mod args;
mod log;

use std::env;
use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Context, Result};
use creds_init::cluster::Cluster;
use creds_init::home::Home;
use creds_init::secrets::Secrets;
use creds_init::{Request, plan};
use goflags::Refusal;
use staged::Staged;
use untraced as _;

use args::Args;

/// Steps of any user read it: it lies in the workspace of this one Pod.
const KUBECONFIG_MODE: u32 = 0o644;

fn main() -> ExitCode {
    let (args, request) = match read(env::args_os()) {
        Ok(read) => read,
        Err(refusal) => return refuse(&refusal),
    };
    match run(args, &request) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            log::error(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Reads the command line.
fn read(words: impl IntoIterator<Item = std::ffi::OsString>) -> Result<(Args, Request), Refusal> {
    let args = goflags::parse::<Args>(words)?;
    let request = args.asked.request().map_err(|why| goflags::refuse::<Args>(&why))?;
    Ok((args, request))
}

fn run(args: Args, request: &Request) -> Result<()> {
    if let Some(told) = &args.cluster_config {
        return write_kubeconfig(told);
    }
    if request.is_empty() {
        log::info("no credentials asked for, so nothing to write");
        return Ok(());
    }
    let home = Home::new(env::var_os("HOME"))?;
    let plan = plan(request, &Secrets::below(args.secrets_dir), &home)?;
    let written = home.write(&plan.files)?;
    for note in &plan.notes {
        log::warn(note);
    }
    let all = plan.files.len();
    log::info(&match written {
        0 => format!("all {all} credential files in {}/ are up to date", home.name()),
        _ => format!("wrote {written} of {all} credential files in {}/", home.name()),
    });
    Ok(())
}

/// Writes what a step of a cluster resource is there for.
fn write_kubeconfig(told: &str) -> Result<()> {
    let cluster = Cluster::read(told, |name| env::var(name).ok())?;
    let place = cluster.place();
    let path = env::current_dir().context("the working directory is gone")?.join(&place);
    let mut staged =
        Staged::create(&path, KUBECONFIG_MODE).with_context(|| format!("cannot write {place}"))?;
    staged.file().write_all(&cluster.kubeconfig()).with_context(|| format!("cannot write {place}"))?;
    staged.publish().with_context(|| format!("cannot write {place}"))?;
    log::info(&format!("wrote {place}"));
    Ok(())
}

/// Help and version are answers; all else is a complaint.
fn refuse(refusal: &Refusal) -> ExitCode {
    let text = refusal.to_string();
    let _ = if refusal.code() == 0 {
        io::stdout().write_all(text.as_bytes())
    } else {
        io::stderr().write_all(text.as_bytes())
    };
    ExitCode::from(refusal.code())
}
