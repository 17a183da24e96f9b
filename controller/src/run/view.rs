//! How a run is shown: as text for people, or as events for programs.

use super::cast::Role;
use crate::engine::{End, Event};
use crate::plan::Plan;
use nix::sys::signal::Signal;
use std::io;

/// A way to show a run. Its Pods have numbers, and several may run at once.
pub trait View {
    /// Pod number `pod` starts.
    ///
    /// # Errors
    /// When the output cannot be written, here and below.
    fn begin(&mut self, pod: usize, role: &Role, engine: &str) -> io::Result<()>;

    /// Something happens in it.
    ///
    /// # Errors
    /// As above.
    fn show(&mut self, pod: usize, event: Event) -> io::Result<()>;

    /// It has ended, each step as `ends` says; `reason` is why it was told to, if it was.
    ///
    /// # Errors
    /// As above.
    fn end(&mut self, pod: usize, ends: &[Option<End>], reason: Option<&str>) -> io::Result<()>;

    /// It could not be run; a note says why.
    ///
    /// # Errors
    /// As above.
    fn abandon(&mut self, pod: usize) -> io::Result<()>;

    /// Something about the whole run that the user should know.
    ///
    /// # Errors
    /// As above.
    fn note(&mut self, text: &str) -> io::Result<()>;

    /// The run is over: what became of it stands in `plan`.
    ///
    /// # Errors
    /// As above.
    fn close(&mut self, plan: &Plan, stopped: Option<Signal>) -> io::Result<()>;
}
