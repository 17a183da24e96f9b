//! The classic protocol: three flags, truthful exit codes.

use std::os::fd::AsFd;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};

use crate::args::ClassicArgs;
use crate::post::Post;
use crate::say::{Level, check_format, say};
use crate::signals::Signals;
use crate::spawn::Program;
use crate::supervise::{self, Step};
use crate::wait::{self, Sought, Turn};
use crate::{FAILURE, explain, fail, memory};

/// Runs the step in its turn and posts the outcome; gives the exit code.
pub fn run(args: &ClassicArgs) -> u8 {
    let post = Arc::new(Post::new(&args.post_file));
    post.fail_on_panic();
    let outcome = take_turn(args, &post).unwrap_or_else(|error| Outcome::failed(fail(&error)));
    let posted = if outcome.succeeded { post.done() } else { post.failed() };
    match posted {
        Ok(()) => outcome.exit,
        Err(error) => outcome.exit.max(fail(&error)),
    }
}

/// What becomes of the step: whether the next one may run, and the exit code.
struct Outcome {
    succeeded: bool,
    exit: u8,
}

impl Outcome {
    fn of_step(exit: u8) -> Self {
        Self { succeeded: exit == 0, exit }
    }

    fn failed(exit: u8) -> Self {
        Self { succeeded: false, exit }
    }
}

/// Waits for the turn and runs the step.
fn take_turn(args: &ClassicArgs, post: &Post) -> Result<Outcome> {
    // Before any thread exists: a thread that does not block a signal would be the one to get it.
    let signals = Signals::block().context("cannot block signals")?;
    let words = args.step();
    post.show_life(words.first());
    check_format()?;
    let step = match words.first() {
        Some(_) => Some(Step::prepare(Program::plain(&words), &signals, || false)?),
        None => None,
    };
    if !args.wait_file.is_empty() {
        let file = Path::new(&args.wait_file);
        let turn = wait::wait_for(&Sought::file(file), &signals, step.as_ref().map(Step::starter));
        match turn.with_context(|| format!("waiting for {}", file.display()))? {
            Turn::Run => {}
            Turn::Skip => {
                say(
                    Level::Error,
                    format_args!("skipped, since a step before failed ({}.err)", file.display()),
                );
                // The classic protocol's code: the Pod fails by the step that failed, not by those behind it.
                return Ok(Outcome::failed(0));
            }
            Turn::Died(step) => {
                say(
                    Level::Error,
                    format_args!("skipped, since the step before died without handing on: {step}"),
                );
                return Ok(Outcome::failed(FAILURE));
            }
            Turn::Ended(signal) => return Ok(Outcome::failed(supervise::code_of_signal(signal))),
        }
    }
    step.map_or(Ok(0), |step| run_step(step, &words)).map(Outcome::of_step)
}

/// Runs the step to its end and gives its exit code: its own, 128+n when signal n killed it, 127 when it was not
/// found, 126 when it could not be executed.
fn run_step(step: Step, words: &[std::ffi::OsString]) -> Result<u8> {
    match step.start() {
        Ok(child) => loop {
            wait::sleep(&[Some(child.as_fd())], None).context("cannot wait for the step")?;
            if let Some(status) = child.heed()? {
                if let Some(note) = memory::note().filter(|_| !status.success()) {
                    say(Level::Error, format_args!("{note}"));
                }
                return Ok(supervise::code_of(status));
            }
        },
        Err(errno) => {
            let why = explain::explain(&words[0], errno);
            say(Level::Error, format_args!("{why}"));
            Ok(why.code())
        }
    }
}
