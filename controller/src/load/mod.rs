//! YAML and JSON to objects, with errors that name file, line and column. The only user of the YAML reader.

mod cursor;
mod decode;
mod diagnostic;
mod document;
mod file;
mod input;
mod known_fields;
#[cfg(test)]
mod mutations;
mod node;
mod object;
mod parse;
mod plain_text;
mod secret;
mod sources;
mod split;
mod unread;

use std::path::PathBuf;

pub use diagnostic::Diagnostic;
pub use sources::Sources;
pub use unread::Unread;

use crate::world::{Settings, World};

/// What reading the inputs came to.
pub struct Loaded {
    /// The objects that could be read.
    pub world: World,
    /// Where each of them was written.
    pub sources: Sources,
    /// What could not be read. Nothing must be made of the world unless this is empty.
    pub diagnostics: Vec<Diagnostic>,
    /// What the diagnostics took with them.
    pub unread: Unread,
    /// What was left aside, in whole sentences without the word warning.
    pub warnings: Vec<String>,
}

/// Reads all objects of files, folders and stdin (`-`), in the order given; folders in the order of their names.
pub fn load(paths: &[PathBuf], settings: Settings) -> Loaded {
    let mut loaded = Loaded {
        world: World { settings, ..World::default() },
        sources: Sources::default(),
        diagnostics: Vec::new(),
        unread: Unread::default(),
        warnings: Vec::new(),
    };
    for read in input::read_all(paths) {
        match read {
            Ok(file) => document::load(file, &mut loaded),
            Err(diagnostic) => loaded.diagnostics.push(diagnostic),
        }
    }
    loaded
}
