//! How a run is shown: as text for people, or as events for programs.

use super::title::Title;
use crate::engine::{End, Event, Step};
use std::io;

/// A way to show a run, Pod by Pod.
pub trait View {
    /// A Pod starts.
    ///
    /// # Errors
    /// When the output cannot be written, here and below.
    fn begin(&mut self, title: &Title, steps: &[Step], engine: &str) -> io::Result<()>;

    /// Something happens in it.
    ///
    /// # Errors
    /// As above.
    fn show(&mut self, event: &Event) -> io::Result<()>;

    /// It has ended, each step as `ends` says.
    ///
    /// # Errors
    /// As above.
    fn end(&mut self, ends: &[Option<End>]) -> io::Result<()>;

    /// It could not be run; an error message follows.
    fn abandon(&mut self);
}
