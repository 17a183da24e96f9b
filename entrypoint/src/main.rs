//! Waits for its turn, runs the step, hands the turn on. The protocol is docs/handoff.md's.

mod args;
mod copy;
mod copy_tree;
mod explain;
mod lock;
mod post;
mod say;
mod signals;
mod spawn;
mod suffix;
mod supervise;
mod wait;

use std::env;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};
use dlmalloc::GlobalDlmalloc;

use args::{Args, Subcommands};
use goflags::Refusal;
use post::Post;
use say::say;
use signals::Signals;
use supervise::Step;
use wait::Turn;

/// musl's own asks the kernel for memory twenty times before the step starts, a page or two each time. This one
/// asks once, which is a fifth of the start.
#[global_allocator]
static ALLOCATOR: GlobalDlmalloc = GlobalDlmalloc;

/// The exit code of whatever fails here and not in the step.
const FAILURE: u8 = 1;

fn main() -> ExitCode {
    let code = match goflags::parse::<Args>(env::args_os()) {
        Err(refusal) => refuse(&refusal),
        Ok(Args { command: Some(command), .. }) => match work(&command) {
            Ok(()) => 0,
            Err(error) => fail(&error),
        },
        Ok(args) => run(&args),
    };
    ExitCode::from(code)
}

/// Does what is no step.
fn work(command: &Subcommands) -> Result<()> {
    match command {
        Subcommands::Cp { recursive: true, src, dst } => copy_tree::copy(src.as_ref(), dst.as_ref()),
        Subcommands::Cp { src, dst, .. } => copy::copy(src.as_ref(), dst.as_ref()),
        Subcommands::Mkdir { folders } => {
            folders.iter().try_for_each(|folder| copy_tree::make(folder.as_ref()))
        }
    }
}

/// Runs the step in its turn and posts the outcome; gives the exit code.
fn run(args: &Args) -> u8 {
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
fn take_turn(args: &Args, post: &Post) -> Result<Outcome> {
    // Before any thread exists: a thread that does not block a signal would be the one to get it.
    let signals = Signals::block().context("cannot block signals")?;
    let words = args.step();
    post.show_life(words.first());
    let step = Step::prepare(&words, &signals)?;
    if !args.wait_file.is_empty() {
        let file = Path::new(&args.wait_file);
        match wait::wait_for(file, &signals).with_context(|| format!("waiting for {}", file.display()))? {
            Turn::Run => {}
            Turn::Skip => {
                say(format_args!("skipped, since a step before failed ({}.err)", file.display()));
                // The classic protocol's code: the Pod fails by the step that failed, not by those behind it.
                return Ok(Outcome::failed(0));
            }
            Turn::Died(step) => {
                say(format_args!("skipped, since the step before died without handing on: {step}"));
                return Ok(Outcome::failed(FAILURE));
            }
            Turn::Ended(signal) => return Ok(Outcome::failed(supervise::code_of_signal(signal))),
        }
    }
    step.map_or(Ok(0), Step::run).map(Outcome::of_step)
}

/// Says why the command line was not taken, and lets the next step know where its place is known.
fn refuse(refusal: &Refusal) -> u8 {
    if refusal.code() == 0 {
        say::answer(refusal);
        return 0;
    }
    say::complain(refusal);
    if let Some(file) = refusal.value("post_file")
        && let Err(error) = Post::new(file).failed()
    {
        fail(&error);
    }
    refusal.code()
}

fn fail(error: &anyhow::Error) -> u8 {
    say(format_args!("{error:#}"));
    FAILURE
}
