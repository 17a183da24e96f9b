//! The text of one input.

use std::rc::Rc;

/// One input, whole.
#[derive(Debug)]
pub(super) struct File {
    /// How errors name it.
    pub name: String,
    /// Its place among the inputs, from 0: errors are printed in this order.
    pub order: usize,
    /// All of it.
    pub text: String,
}

/// A place in an input: line and column count characters from 1; 0 stands for the input as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Position {
    pub line: usize,
    pub column: usize,
}

/// A document of a file: some of its lines.
#[derive(Clone, Debug)]
pub(super) struct Document {
    pub file: Rc<File>,
    /// Where it starts in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The place of its first character.
    pub first: Position,
}

impl Document {
    /// The text of the document.
    pub fn text(&self) -> &str {
        &self.file.text[self.start..self.end]
    }

    /// Where a place within the document is in the file.
    pub fn in_file(&self, position: Position) -> Position {
        Position {
            line: self.first.line + position.line.saturating_sub(1),
            column: position.column + if position.line <= 1 { self.first.column - 1 } else { 0 },
        }
    }
}
