//! An error as it is printed: `file:line:column: message`, the source line, a caret.

use std::fmt;

use super::file::{Document, File, Position};

/// As much of a source line as is shown, in characters: JSON often is one line of a megabyte.
const SHOWN: usize = 120;

/// One error in one input, ordered by place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    order: usize,
    position: Position,
    file: String,
    message: String,
    /// As much of the source line as is shown, and how far in it the place is; none where it must not be shown, or there
    /// is none.
    source: Option<(String, usize)>,
}

impl Diagnostic {
    /// An error about an input as a whole.
    pub(super) fn whole(file: &str, order: usize, message: String) -> Self {
        Self::unshown(file, order, Position::default(), message)
    }

    /// An error at a place whose line is not shown.
    pub(super) fn unshown(file: &str, order: usize, position: Position, message: String) -> Self {
        Self { order, position, file: file.to_owned(), message, source: None }
    }

    /// An error at a place in a document. `show` tells whether the source line may be printed.
    ///
    /// Of that line only what belongs to the document is shown: a neighbour in the same line may be a Secret.
    pub(super) fn at(document: &Document, position: Position, message: String, show: bool) -> Self {
        let File { name, order, .. } = &*document.file;
        let source = if show { source(document, position) } else { None };
        Self { order: *order, position, file: name.clone(), message, source }
    }

    /// Where it is: `file:line:column`.
    pub(super) fn place(document: &Document, position: Position) -> String {
        format!("{}:{}:{}", document.file.name, position.line, position.column)
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Position { line, column } = self.position;
        if line == 0 {
            return write!(f, "{}: {}", self.file, printable(&self.message));
        }
        write!(f, "{}:{line}:{column}: {}", self.file, printable(&self.message))?;
        let Some((shown, caret)) = &self.source else { return Ok(()) };
        // Tabs stay tabs in front of the caret, so that it stands below its column whatever a tab's width.
        let lead: String =
            shown.chars().take(*caret).map(|char| if char == '\t' { '\t' } else { ' ' }).collect();
        write!(f, "\n{line:>5} | {}\n      | {lead}^", printable(shown))
    }
}

/// The line at `position` around it, and how many characters of it stand in front.
fn source(document: &Document, position: Position) -> Option<(String, usize)> {
    let line = position.line;
    let first = if line == document.first.line { document.first.column } else { 1 };
    let caret = position.column.saturating_sub(first);
    let from = if caret < SHOWN { 0 } else { caret - SHOWN / 2 };
    let start = document.file.offset(Position { line, column: first + from })?;
    let text = document.file.text.get(start.max(document.start)..document.end)?;
    let shown = text.chars().take(SHOWN).take_while(|char| !"\r\n".contains(*char)).collect();
    Some((shown, caret - from))
}

/// What is safe on a terminal: control characters but tabs and line ends become U+FFFD.
fn printable(text: &str) -> String {
    text.chars()
        .map(|char| if char.is_control() && !"\t\n".contains(char) { '\u{fffd}' } else { char })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;

    fn shown(text: &str, line: usize, column: usize) -> String {
        let file = Rc::new(File::new("f.yaml", 0, text.to_owned()));
        let document = Document::new(&file, 0, text.len(), Position { line: 1, column: 1 });
        Diagnostic::at(&document, Position { line, column }, "wrong".to_owned(), true).to_string()
    }

    #[test]
    fn the_caret_stands_below_the_column() {
        assert_eq!(shown("a:\n\tb: c\n", 2, 5), "f.yaml:2:5: wrong\n    2 | \tb: c\n      | \t   ^");
    }

    #[test]
    fn a_long_line_is_cut_around_the_column() {
        let text = format!("{}X{}", "a".repeat(5000), "b".repeat(5000));
        let shown = shown(&text, 1, 5001);
        let lines: Vec<&str> = shown.lines().collect();
        assert!(lines[1].len() < 140, "{}", lines[1]);
        assert_eq!(lines[1].chars().nth(lines[2].len() - 1), Some('X'));
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert!(!shown("a: \u{1b}[31m", 1, 1).contains('\u{1b}'));
    }

    #[test]
    fn a_place_past_the_end_shows_no_line() {
        assert_eq!(shown("a", 7, 1), "f.yaml:7:1: wrong");
    }
}
