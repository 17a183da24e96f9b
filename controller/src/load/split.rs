//! One file to its documents, so that an error in one does not hide the others.

use std::rc::Rc;

use serde::de::IgnoredAny;

use super::file::{Document, File, Position};

/// The documents of a file: what stands between lines that start with `---`, or JSON values one after another.
///
/// YAML knows no other meaning of `---` at the start of a line, not even in a block scalar.
pub(super) fn documents(file: File) -> Vec<Document> {
    let file = Rc::new(file);
    json_values(&file).unwrap_or_else(|| yaml_documents(&file))
}

fn yaml_documents(file: &Rc<File>) -> Vec<Document> {
    let mut documents = Vec::new();
    let (mut start, mut first_line, mut at) = (0, 1, 0);
    // Directives (%YAML 1.2) and the `---` below them belong to the document that follows.
    let mut begun = false;
    for (number, line) in file.text.split_inclusive('\n').enumerate() {
        if is_marker(line) {
            if begun {
                documents.push(Document::new(file, start, at, Position { line: first_line, column: 1 }));
                (start, first_line) = (at, number + 1);
            }
            begun = true;
        } else if !line.trim_start_matches('\u{feff}').starts_with(['%', '#']) && !line.trim().is_empty() {
            begun = true;
        }
        at += line.len();
    }
    documents.push(Document::new(file, start, at, Position { line: first_line, column: 1 }));
    documents
}

fn is_marker(line: &str) -> bool {
    line.strip_prefix("---").is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
}

/// The values of a file that holds JSON and nothing else; none when it is not JSON through and through.
fn json_values(file: &Rc<File>) -> Option<Vec<Document>> {
    let text = &file.text;
    if !text.trim_start().starts_with('{') {
        return None;
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    let mut documents = Vec::new();
    let (mut at, mut place) = (0, Position { line: 1, column: 1 });
    loop {
        let start = at + text[at..].len() - text[at..].trim_start().len();
        place = past(&text[at..start], place);
        match values.next() {
            None => return Some(documents),
            Some(Err(_)) => return None,
            Some(Ok(IgnoredAny)) => {
                at = values.byte_offset();
                documents.push(Document::new(file, start, at, place));
                place = past(&text[start..at], place);
            }
        }
    }
}

/// The place behind `text` that begins at `place`.
fn past(text: &str, place: Position) -> Position {
    match text.rsplit_once('\n') {
        None => Position { column: place.column + text.chars().count(), ..place },
        Some((before, last)) => {
            Position { line: place.line + before.matches('\n').count() + 1, column: last.chars().count() + 1 }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<(String, usize, usize)> {
        documents(File::new("", 0, text.to_owned()))
            .iter()
            .map(|document| (document.text().to_owned(), document.first.line, document.first.column))
            .collect()
    }

    #[test]
    fn lines_are_counted_over_documents() {
        let found = split("a: 1\n---\nb: 2\n--- # c\nd: 3");
        let lines: Vec<usize> = found.iter().map(|(_, line, _)| *line).collect();
        assert_eq!(lines, [1, 2, 4]);
        assert_eq!(found[1].0, "---\nb: 2\n");
    }

    #[test]
    fn dashes_that_are_no_marker_do_not_split() {
        assert_eq!(split("a: |\n  ---\n  b\n---x: 1\n").len(), 1);
        assert_eq!(split("# only a start\n---\na: 1\n").len(), 1);
        assert_eq!(split("%YAML 1.2\n---\na: 1\n").len(), 1);
    }

    #[test]
    fn json_values_follow_one_another() {
        let found = split("{\"a\": 1}{\"b\":\n2}\n {\"c\": 3}");
        let places: Vec<(usize, usize)> = found.iter().map(|(_, line, column)| (*line, *column)).collect();
        assert_eq!(places, [(1, 1), (1, 9), (3, 2)]);
    }

    #[test]
    fn a_flow_mapping_that_is_no_json_is_yaml() {
        assert_eq!(split("{a: 1}\n---\n{b: 2}\n").len(), 2);
    }
}
