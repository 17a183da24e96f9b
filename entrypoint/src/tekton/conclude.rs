//! What is told of a step that has ended: to the controller, to the steps behind it, to people.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context, Result};

use super::message::{self, Entry, Kind, MessageError};
use super::outcome::{End, Posting, Verdict};
use super::paths::RESULTS;
use super::{Step, breakpoint, log, metadata, results};
use crate::FAILURE;
use crate::memory;
use crate::post::Post;
use crate::supervise::code_of_signal;
use crate::wait::Turn;

/// What `-result_from` says when results go into the termination message.
const TERMINATION_MESSAGE: &str = "termination-message";

/// Tells how the step ended, and gives the exit code. The next step hears of it last, when all else can be read.
pub fn conclude(step: &Step, end: &End, started_at: Option<String>, post: &Post) -> u8 {
    let mut verdict = end.verdict(step.policy());
    if let Some(info) = verdict.info {
        log::info(info);
    }
    if let End::Signalled(_) | End::Exited(1..) = end
        && let Some(note) = memory::note()
    {
        log::complain(&note);
    }
    if let Some(line) = &verdict.line {
        if verdict.exit == 0 { log::say(line) } else { log::complain(line) }
    }
    if !tell_the_controller(step, end, &verdict, started_at) {
        verdict.spoil();
    }
    if let Err(error) = write_exit_code(step, &verdict) {
        log::complain(&format!("{error:#}"));
        verdict.spoil();
    }
    if verdict.posting == Posting::Breakpoint {
        return wait_at_breakpoint(step, post);
    }
    post.record(verdict.exit);
    let posted = if verdict.posting == Posting::Done { post.done() } else { post.failed() };
    posted.map_or_else(|error| verdict.exit.max(complain(&error)), |()| verdict.exit)
}

/// Writes the termination message; whether all could be told. Results that are too long for it are left out, and the
/// rest is told all the same.
fn tell_the_controller(step: &Step, end: &End, verdict: &Verdict, started_at: Option<String>) -> bool {
    let flags = &step.args.tekton;
    let internal: Vec<_> = [("StartedAt", started_at)]
        .into_iter()
        .chain([verdict.internal.clone().unzip()].map(|(key, value)| (key.unwrap_or_default(), value)))
        .filter_map(|(key, value)| Some(Entry::internal(key, value?)))
        .collect();
    let mut complete = true;
    let mut left = Left::default();
    if end.ran() && flags.result_from == TERMINATION_MESSAGE {
        match Left::read(step) {
            Ok(read) => left = read,
            Err(error) => {
                log::error("Error while reading results", &error);
                complete = false;
            }
        }
    }
    let write = |entries: &[Entry]| {
        message::write(Path::new(&flags.termination_path), entries, flags.compress_termination_message)
    };
    let said = match write(&[&left.results[..], &internal, &left.artifacts].concat()) {
        Err(error @ MessageError::TooLarge) if !left.is_empty() => {
            log::error("Error while reading results", &error);
            log::complain(&left.sizes());
            log::complain(&error.to_string());
            complete = false;
            write(&internal)
        }
        said => said,
    };
    if let Err(error) = said {
        log::complain(&format!("Error while writing message: {error}"));
        complete = false;
    }
    complete
}

/// What the step has left to be told.
#[derive(Default)]
struct Left {
    results: Vec<Entry>,
    artifacts: Vec<Entry>,
}

impl Left {
    fn read(step: &Step) -> io::Result<Self> {
        let flags = &step.args.tekton;
        let mut results = results::results(Path::new(RESULTS), &flags.results, Kind::TaskRunResult)?;
        let metadata = metadata(step.args);
        if let Some(metadata) = metadata {
            let folder = metadata.join("results");
            results.extend(results::results(&folder, &flags.step_results, Kind::StepResult)?);
        }
        Ok(Self { results, artifacts: results::artifacts(metadata)? })
    }

    fn is_empty(&self) -> bool {
        self.results.is_empty() && self.artifacts.is_empty()
    }

    /// How long each of them is, for who has to make one shorter.
    fn sizes(&self) -> String {
        results::sizes(self.results.iter().chain(&self.artifacts))
    }
}

fn write_exit_code(step: &Step, verdict: &Verdict) -> Result<()> {
    let (Some(metadata), Some(code)) = (metadata(step.args), &verdict.exit_code) else { return Ok(()) };
    let file = metadata.join("exitCode");
    let written = fs::write(&file, code).inspect_err(|_| {
        // An empty one would be no code.
        let _ = fs::remove_file(&file);
    });
    written.with_context(|| format!("cannot write {}", file.display()))
}

/// Lets a person say what becomes of the steps behind; nothing is posted here unless there is none to say it.
fn wait_at_breakpoint(step: &Step, post: &Post) -> u8 {
    let exit = match breakpoint::after(Path::new(&step.args.classic.post_file), post, step.signals) {
        Ok(Ok(exit)) => return exit,
        Ok(Err(Turn::Ended(signal))) => code_of_signal(signal),
        Ok(Err(_)) => FAILURE,
        Err(error) => complain(&error),
    };
    post.record(exit);
    post.failed().map_or_else(|error| complain(&error), |()| exit)
}

fn complain(error: &anyhow::Error) -> u8 {
    log::complain(&format!("{error:#}"));
    FAILURE
}
