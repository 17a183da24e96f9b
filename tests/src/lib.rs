//! What every black-box suite needs: the binaries under test by path, a step that runs under `entrypoint`,
//! the folder where steps hand on, and waiting that ends.
// A harness panics wherever a test cannot go on; saying so at every function would say nothing.
#![allow(clippy::missing_panics_doc)]

mod ability;
mod binaries;
mod budgets;
mod deadline;
mod dice;
mod hands;
mod installed;
pub mod measure;
mod podman;
mod process;
mod program;
mod running;
mod servers;
mod signal;
mod step;
mod stopwatch;
mod tell;
mod tools;

pub use ability::{able, mount_namespace, root, strace};
pub use binaries::{binary, shipped, variant, workspace};
pub use budgets::budgets;
pub use deadline::{DEADLINE, eventually, median};
pub use dice::{Dice, rounds, seed};
pub use hands::share_out;
pub use installed::installed;
pub use podman::{Pod, Podman, STEP_IMAGE};
pub use process::{Process, children, process};
pub use program::{copy_program, write_program};
pub use running::{Finished, Running};
pub use servers::{
    Certificates, GitDaemon, HttpBackend, HttpRequest, LfsRules, LfsServer, OTHER, Registry, Sshd, Tinyproxy,
    TokenServer, USER, git_exec_path,
};
pub use signal::send;
pub use step::Step;
pub use stopwatch::Stopwatch;
pub use tell::tell;
pub use tools::{Posted, Tools};
