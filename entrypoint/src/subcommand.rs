//! What `entrypoint` does besides running a step.

use std::ffi::OsString;
use std::path::Path;

use anyhow::Result;

use crate::args::Subcommands;
use crate::tekton::{debug, decode_script, log, step_init};
use crate::{FAILURE, brief, copy, copy_tree, fail};

/// Does it in no less than its time, and gives the exit code.
pub fn run(command: &Subcommands) -> u8 {
    brief::at_least(|| perform(command))
}

/// Does it. Those of today's Tekton say at the end what they did, in its words.
fn perform(command: &Subcommands) -> u8 {
    match command {
        Subcommands::Cp { recursive: true, src, dst } => quietly(copy_tree::copy(src.as_ref(), dst.as_ref())),
        Subcommands::Cp { src, dst, .. } => quietly(copy::copy(src.as_ref(), dst.as_ref())),
        Subcommands::Mkdir { folders } => {
            quietly(folders.iter().try_for_each(|folder| copy_tree::make(folder.as_ref())))
        }
        Subcommands::Init { src, dst, steps } => {
            told("init", init(src, dst, steps), "Entrypoint initialization")
        }
        Subcommands::StepInit { steps } => {
            told("step-init", step_init::make(steps), "Setup /step directories")
        }
        Subcommands::Debug { what } => quietly(debug::run(what)),
        Subcommands::DecodeScript { file } => {
            let done = format!("Decoded script {}", file.display());
            told("decode-script", decode_script::decode(Path::new(file)), &done)
        }
    }
}

fn init(src: &OsString, dst: &OsString, steps: &[OsString]) -> Result<()> {
    copy::copy(src.as_ref(), dst.as_ref())?;
    step_init::make(steps)
}

fn quietly(done: Result<()>) -> u8 {
    done.map_or_else(|error| fail(&error), |()| 0)
}

fn told(name: &str, done: Result<()>, success: &str) -> u8 {
    match done {
        Ok(()) => {
            log::say(success);
            0
        }
        Err(error) => {
            log::complain(&format!("{name} error: {error:#}"));
            FAILURE
        }
    }
}
