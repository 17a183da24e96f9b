//! `entrypoint`, from outside: the built binary by path. `ENTRYPOINT_BIN=…` points the suite at another one.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

// The handoff protocol.
mod directories; // the folders of the files it waits for and posts
mod handoff; // order, failures handed on, which files appear and how often
mod killed; // predecessors that die without a word
mod lock; // `P.lock`: what it looks like and what it means
mod post; // where the post file cannot be made
mod race; // the wait file appears between the look and the watch
mod terms; // told to stop while it waits

// Running the step.
mod arguments; // thousands, huge, not UTF-8
mod exit_codes; // all 256, and death by every signal
mod lookup; // PATH, not found, not executable, missing interpreters
mod orphans; // zombies, as subreaper and as PID 1
mod signals; // every signal, to the whole group
mod surroundings; // what the step inherits: input, group, mask, environment

// Where it runs.
mod footprint; // what it opens and writes
mod places; // read-only mounts, other users, no locks, no events, no root file system to speak of

// The rest of the command line.
mod copy; // `entrypoint cp`
mod copy_tree; // folders, and what is in them
mod flags; // Go's syntax, usage
