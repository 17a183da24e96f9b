//! Where `run` runs a Pod: as processes of this machine, or in podman's containers.

mod downward;
mod end;
mod file;
mod files;
mod image;
mod inbox;
mod janitor;
mod lines;
mod message;
mod mounted;
mod objects;
mod order;
pub mod podman;
pub mod process;
mod removal;
mod shared;
mod step;
mod supervise;

pub use end::{End, Outcome};
pub use image::images;
pub use inbox::Inbox;
pub use message::Stream;
pub use objects::Objects;
pub use order::{Force, Reins};
pub use shared::{Places, SharedVolume};
pub use step::Step;

use anyhow::Result;
use jiff::Timestamp;
use k8s_openapi::api::core::v1::{PersistentVolumeClaim, Pod};
use std::ffi::OsStr;
use std::io;
use std::process::ExitCode;
use std::time::Duration;

/// One Pod to run, and what it may refer to.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    /// The Pod, as it was emitted.
    pub pod: &'a Pod,
    /// Its containers, as [`Step::all`] lists them.
    pub steps: &'a [Step],
    /// The `ConfigMap`s and Secrets of the inputs.
    pub objects: Objects<'a>,
    /// The volumes that this run has made for claims.
    pub places: &'a Places,
    /// How long containers have to end between TERM and KILL.
    pub grace: Duration,
    /// Whether what the Pod leaves on the machine is kept.
    pub keep: bool,
}

/// What happens while a Pod runs. A step is its index in [`Job::steps`].
#[derive(Debug, Clone)]
pub enum Event {
    /// A container's process has started.
    Started {
        /// Which.
        step: usize,
        /// When.
        at: Timestamp,
    },
    /// A line of output, without its end of line.
    Line {
        /// Of which container.
        step: usize,
        /// Of which of its two outputs.
        stream: Stream,
        /// When it was written, as near as can be told.
        at: Timestamp,
        /// The bytes.
        line: Vec<u8>,
        /// Whether the line goes on with the next event: it is longer than is kept in memory.
        cut: bool,
    },
    /// A container has ended.
    Ended {
        /// Which.
        step: usize,
        /// How.
        end: End,
    },
    /// Something the user should know.
    Note(String),
    /// Nothing more is waiting: what has been told can be shown.
    Pause,
}

/// Where an engine tells what happens; an error (a closed pipe) ends the run.
pub type Sink<'a> = dyn FnMut(Event) -> io::Result<()> + 'a;

/// A way to run Pods, each on a thread of its own.
pub trait Engine: Sync {
    /// The engine's name, as `--engine` takes it.
    fn name(&self) -> &'static str;

    /// What the user is told before these Pods run.
    fn introduction(&self, pods: &[&Pod]) -> String;

    /// Makes a volume in place of that of `claim`.
    ///
    /// # Errors
    /// When it cannot be made, or is there already.
    fn volume(&self, claim: &PersistentVolumeClaim) -> Result<SharedVolume>;

    /// Runs the Pod to its end, or to the end that the reins of `inbox` ask for, and cleans up. The result has
    /// one entry a step; `None` for a container that never started.
    ///
    /// # Errors
    /// When the Pod cannot be run, as opposed to: runs and fails. Nothing of it is left behind then either.
    fn run(&self, job: &Job, inbox: &Inbox, sink: &mut Sink) -> Result<Vec<Option<End>>>;
}

/// Runs one of the hidden helpers of the engines when `argument`, this program's first, names one.
pub fn helper(argument: &OsStr) -> Option<ExitCode> {
    match argument.to_str()? {
        process::OUTER => Some(process::outer::main()),
        process::INNER => Some(process::inner::main()),
        janitor::NAME => Some(janitor::main()),
        _ => None,
    }
}
