//! What is waited for.

use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::Path;

use super::Turn;
use crate::suffix;

/// A file to wait for, and what counts as its being there.
#[derive(Clone, Copy)]
pub struct Sought<'a> {
    /// The file.
    pub file: &'a Path,
    /// Whether it has to hold something.
    pub content: bool,
    /// Whether its `.err` lets the step run too.
    pub err_will_do: bool,
}

impl<'a> Sought<'a> {
    /// `file`, whatever it holds.
    pub fn file(file: &'a Path) -> Self {
        Self { file, content: false, err_will_do: false }
    }

    /// What the files say; nothing as long as neither is there.
    pub fn look(&self) -> io::Result<Option<Turn>> {
        if there(self.file)?.is_some_and(|file| !self.content || file.len() > 0) {
            return Ok(Some(Turn::Run));
        }
        let failed = there(&suffix::err(self.file))?.is_some();
        Ok(failed.then_some(if self.err_will_do { Turn::Run } else { Turn::Skip }))
    }
}

fn there(file: &Path) -> io::Result<Option<Metadata>> {
    match fs::metadata(file) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
