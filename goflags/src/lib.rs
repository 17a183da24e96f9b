//! Go's flag syntax in front of clap, since the flags of the in-pod binaries are Tekton's.
//!
//! A Pod says `-wait_file f` or `--wait_file=f`; clap knows the second form only. [`parse`] reads a command
//! line by Go's rules and hands clap the same flags in the form that clap takes:
//!
//! * `-x v`, `-x=v`, `--x v` and `--x=v` are one flag; a flag with a value takes the next word whatever it is;
//! * a boolean flag takes a value only as `-x=v`;
//! * flags end at the first word that is none; from there on all words are the rest;
//! * everything after the first `--` is the rest too, verbatim.
//!
//! Go itself lets a flag swallow the `--`; here it always ends the flags, as today's Tekton has it, so that
//! a step's own arguments can never be taken for flags.

mod boolean;
mod duration;
mod refusal;
mod scan;

pub use boolean::boolean;
pub use duration::{GoDuration, SignedDuration};
pub use refusal::Refusal;
pub use scan::{Flag, flag};

use std::ffi::OsString;

use clap::{CommandFactory, Parser};

/// Reads the words of a command line, the program's name first, into `T`.
///
/// `T` takes the rest (see the crate's text) in an argument with `last = true`. A first word that names one
/// of `T`'s subcommands, with no flag before it, goes to clap as it is.
///
/// # Errors
/// A [`Refusal`] for an unknown flag, a flag without its value, a value that `T` does not take, and also for
/// `-h` and `--version`, whose text it carries with the exit code 0.
pub fn parse<T: Parser>(words: impl IntoIterator<Item = OsString>) -> Result<T, Refusal> {
    read(words).map(|line| line.args)
}

/// A command line that was taken, and what of it only Go's rules know.
pub struct Line<T> {
    /// What clap made of it.
    pub args: T,
    /// The flags in the order in which they were given.
    pub flags: Vec<Flag>,
    /// How many of the first words of the rest stood left of the first `--`.
    pub strays: usize,
}

/// As [`parse`], for programs to which it matters which flags were given and where the rest stood.
///
/// # Errors
/// As [`parse`].
pub fn read<T: Parser>(words: impl IntoIterator<Item = OsString>) -> Result<Line<T>, Refusal> {
    let mut command = T::command();
    command.build();
    let scan::Scan { program, flags, rest, strays, subcommand, error } = scan::scan(&command, words);
    if let Some(message) = error {
        return Err(Refusal::usage(&mut command, &message, flags));
    }
    let mut for_clap = vec![program];
    if subcommand {
        for_clap.extend(rest);
    } else {
        for_clap.extend(flags.iter().map(Flag::for_clap));
        for_clap.push("--".into());
        for_clap.extend(rest);
    }
    // One command for both readings: building it is most of what a command line costs.
    let matches = command.try_get_matches_from_mut(for_clap);
    match matches.and_then(|mut matches| T::from_arg_matches_mut(&mut matches)) {
        Ok(args) => Ok(Line { args, flags, strays }),
        Err(error) => Err(Refusal::from_clap(&mut command, &error, flags)),
    }
}

/// Refuses a command line that [`parse`] took, for a reason that only `T`'s program can see: `message` says
/// which flag and why.
pub fn refuse<T: CommandFactory>(message: &str) -> Refusal {
    Refusal::usage(&mut T::command(), message, Vec::new())
}

#[cfg(test)]
mod tests;
