//! `controller emit`, from outside: the built binary by path. `CONTROLLER_BIN=…` points the suite at another one.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod controller; // how the suites call it

// What comes out.
mod arguments; // the binaries of the Pod understand what the Pod tells them
mod formats; // YAML and JSON say the same
mod golden; // Pods, field by field
mod graph; // what waits for what, and when what ran
mod pipelines; // the Pods of each round
mod status; // how far the runs are
mod volume_names; // what is made for a run has a name that fits, and its own

// What goes in.
mod inputs; // files, folders, stdin, lists, JSON
mod observed; // Pods that are there already
mod pages; // what docs/ shows
mod warnings; // what is left aside

// What is wrong.
mod bounds; // whatever comes in, time and memory are bounded
mod errors; // every mistake has its place and its words
mod secrets; // Secrets stay secret, in errors most of all
mod usage; // the command line itself
