//! `entrypoint` under the flags of today's Tekton, from outside: the built binary by path, in Pods as its controller
//! builds them. `ENTRYPOINT_BIN=…` points the suite at another one: the table prints in what that differs, and why.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod pod; // a folder that the steps see as /tekton
mod table; // what any entrypoint has to do, a case a row, and where another one differs

// How a step ends.
mod early; // refusals, before the step's turn: `.err`, always
mod outcomes; // what the table does not say: the shells' codes, chains, full disks
mod restarted; // a container that is started again

// What is told.
mod json_log; // what the entrypoint itself says, for programs
mod message; // order, appending, the limit, the short form
mod results; // of the Task and of the step, and when they can be read

// When it runs.
mod debugging; // breakpoints before and behind
mod waiting; // lists, content, kubelet's volumes, death
mod when; // conditions

// What it runs.
mod artifacts; // and the scripts that refer to them
mod credentials; // secrets, as files in its home
mod hermetic; // cut off from the machine
mod masks; // secrets in outputs
mod platforms; // by machine
mod substitution; // results of earlier steps
mod tees; // outputs into files

// When it has to stop.
mod cancelling;
mod timeouts; // and signals

// When all else goes wrong.
mod faults; // kills, full volumes, lost events, clocks

// Not a step.
mod min_runtime; // of what init containers run
mod named; // what the entrypoint is under other names
mod subcommands;
