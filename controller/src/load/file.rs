//! The text of one input.

use std::cell::OnceCell;
use std::rc::Rc;

use super::secret;

/// A mark is set after so many characters of a line: errors may be many in a line of many megabytes.
const STRIDE: usize = 4096;

/// One input, whole.
#[derive(Debug)]
pub(super) struct File {
    /// How errors name it.
    pub name: String,
    /// Its place among the inputs, from 0: errors are printed in this order.
    pub order: usize,
    /// All of it.
    pub text: String,
    /// Where some places are in the text, in bytes: the start of every line, and more in long ones.
    marks: OnceCell<Vec<(Position, usize)>>,
}

impl File {
    /// The input `name`, number `order` from 0.
    pub fn new(name: &str, order: usize, text: String) -> Self {
        Self { name: name.to_owned(), order, text, marks: OnceCell::new() }
    }

    /// Where `place` is in the text, in bytes; at the most the end of its line. None past the last line.
    pub fn offset(&self, place: Position) -> Option<usize> {
        let marks = self.marks.get_or_init(|| marks(&self.text));
        let (mark, at) = *marks.get(marks.partition_point(|(mark, _)| *mark <= place).checked_sub(1)?)?;
        // No further than the next mark: the line may be all of the file.
        let ahead = self.text[at..].chars().take(place.column - mark.column).take_while(|char| *char != '\n');
        (mark.line == place.line).then(|| at + ahead.map(char::len_utf8).sum::<usize>())
    }
}

fn marks(text: &str) -> Vec<(Position, usize)> {
    let mut marks = Vec::new();
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let long = line.char_indices().step_by(STRIDE).enumerate();
        marks.extend(long.map(|(stride, (ahead, _))| {
            (Position { line: number + 1, column: stride * STRIDE + 1 }, at + ahead)
        }));
        at += line.len();
    }
    marks
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
    /// Whether it may hold a Secret.
    pub secret: bool,
}

impl Document {
    /// The document from byte `start` to byte `end` of a file, which begins at the place `first`.
    pub fn new(file: &Rc<File>, start: usize, end: usize, first: Position) -> Self {
        let secret = secret::may_be_in(&file.text[start..end]);
        Self { file: Rc::clone(file), start, end, first, secret }
    }

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
