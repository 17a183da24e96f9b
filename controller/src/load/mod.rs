//! YAML and JSON to objects, with errors that name file, line and column. The only user of the YAML reader.

mod cursor;
mod decode;
mod diagnostic;
mod document;
mod error;
mod file;
mod input;
mod kinds;
mod known_fields;
mod node;
mod notes;
mod object;
mod parse;
mod place;
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
use file::File;

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
    let mut loaded = Loaded::nothing(settings);
    for read in input::read_all(paths) {
        match read {
            Ok(file) => document::load(file, &mut loaded),
            Err(diagnostic) => loaded.diagnostics.push(diagnostic),
        }
    }
    loaded
}

/// Reads all objects of one text, which errors call `name`.
pub fn read(name: &str, text: String, settings: Settings) -> Loaded {
    let mut loaded = Loaded::nothing(settings);
    document::load(File::new(name, 0, text), &mut loaded);
    loaded
}

impl Loaded {
    fn nothing(settings: Settings) -> Self {
        Self {
            world: World { settings, ..World::default() },
            sources: Sources::default(),
            diagnostics: Vec::new(),
            unread: Unread::default(),
            warnings: Vec::new(),
        }
    }
}
