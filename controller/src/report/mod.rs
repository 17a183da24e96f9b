//! A run as one HTML page that needs nothing else: its graph, its timeline, and what its steps said.

mod ansi;
mod failures;
mod file;
mod log;
mod logs;
mod page;
mod rows;
mod stopped;
mod style;
mod summary;

pub use file::Place;
pub use logs::{Key, Logs};
pub use page::page;

use crate::plan::Plan;
use crate::world::World;

/// What a page tells of: how far everything is, or how it has ended.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// The objects and the Pods as they were last observed, with the times of their containers. Of its Secrets nothing
    /// reaches the page.
    pub world: &'a World,
    /// What follows from it: the status of every run.
    pub plan: &'a Plan,
    /// What was said, by Pod and container.
    pub logs: &'a Logs,
    /// What else has to be said: why the run did not come to its end.
    pub error: Option<&'a str>,
}
