//! Waits for its turn, runs the step, hands the turn on: the parts of `entrypoint`, so that each can be tested.
//!
//! [`run`] is the program. What is public beside it reads text that others wrote: results, messages, references.

mod applets;
mod args;
mod brief;
#[cfg(feature = "cel")]
pub mod cel;
mod classic;
mod clock;
mod copy;
mod copy_tree;
mod explain;
mod isolated;
mod lock;
mod memory;
mod post;
pub mod protocol;
mod say;
mod secrets;
mod signals;
mod spawn;
mod starter;
mod subcommand;
mod suffix;
mod supervise;
pub mod tekton;
mod variable;
mod wait;

use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt;

use args::{Args, ClassicArgs, CommandLine};
use goflags::{Line, Refusal};
use post::Post;
use protocol::Protocol;
use say::{Level, say};

/// The exit code of whatever fails here and not in the step.
const FAILURE: u8 = 1;

/// Does what the command line `words` (the program's name first) asks for, and gives the exit code.
pub fn run(words: impl IntoIterator<Item = OsString>) -> u8 {
    let words: Vec<OsString> = words.into_iter().collect();
    if let Some((program, arguments)) = words.split_first()
        && let Some(applet) = applets::named(program)
    {
        return applet(arguments);
    }
    if protocol::is_plain(&words) {
        return match goflags::parse::<ClassicArgs>(words) {
            Ok(args) => classic::run(&args),
            Err(refusal) => refuse(&refusal),
        };
    }
    // A subcommand stands first, and the help tells of them.
    if words.get(1).is_some_and(|first| first.as_bytes().starts_with(b"-")) {
        match goflags::read::<Args>(words.clone()) {
            Err(refusal) if refusal.code() == 0 => {}
            Err(refusal) => return refuse(&refusal),
            Ok(line) => return step(line),
        }
    }
    match goflags::parse(words) {
        Err(refusal) => refuse(&refusal),
        Ok(CommandLine { command: Some(command), .. }) => subcommand::run(&command),
        Ok(line) => classic::run(&line.args.classic),
    }
}

fn step(line: Line<Args>) -> u8 {
    match Protocol::of(&line.flags) {
        Protocol::Classic => classic::run(&line.args.classic),
        Protocol::Full => full(line),
    }
}

/// The words between the flags and the dashes are a subcommand there, or nothing at all.
fn full(mut line: Line<Args>) -> u8 {
    let arguments = line.args.classic.rest.split_off(line.strays);
    let strays = std::mem::take(&mut line.args.classic.rest);
    if !strays.is_empty() {
        let words = std::iter::once(OsString::from("entrypoint")).chain(strays);
        if let Ok(CommandLine { command: Some(command), .. }) = goflags::parse(words) {
            return subcommand::run(&command);
        }
    }
    tekton::run(&line.args, arguments)
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
    say(Level::Error, format_args!("{error:#}"));
    FAILURE
}
