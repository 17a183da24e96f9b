//! What is done to inputs that are right.

use proptest::prelude::*;
use proptest::sample::{Index, select};

/// What is put into texts.
const SCRAPS: [&str; 36] = [
    "",
    " ",
    "\n",
    "\t",
    ":",
    "-",
    "---",
    "...",
    "[",
    "]",
    "{",
    "}",
    "&a",
    "*a",
    "<<: *a",
    "!!int",
    "\"",
    "'",
    "|",
    ">",
    "#",
    "%",
    "${",
    "null",
    "0",
    "-1e999",
    "\u{0}",
    "é",
    "\u{feff}",
    "kind: Secret\n",
    "true",
    "~",
    "${inputs.params.x}",
    "../..",
    "from: [building]",
    "runAfter: [a, b]\n",
];

/// One change. Places are parts of the whole, so that they fit any text.
#[derive(Clone, Debug)]
pub enum Mutation {
    /// Some characters give way to others.
    Replace { at: Index, length: usize, with: String },
    /// Two words change places: a name and a value, two names, a key and a name.
    Swap(Index, Index),
    /// Some lines come a second time, elsewhere.
    Copy { from: Index, lines: usize, to: Index },
    /// Some lines go.
    Delete { at: Index, lines: usize },
    /// Some lines move to the right, or as far to the left as they can.
    Indent { at: Index, lines: usize, by: isize },
}

impl Arbitrary for Mutation {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        let at = any::<Index>;
        let with = prop_oneof![select(&SCRAPS[..]).prop_map(str::to_owned), "\\PC"];
        prop_oneof![
            (at(), 0usize..12, with).prop_map(|(at, length, with)| Self::Replace { at, length, with }),
            (at(), at()).prop_map(|(one, other)| Self::Swap(one, other)),
            (at(), 1usize..8, at()).prop_map(|(from, lines, to)| Self::Copy { from, lines, to }),
            (at(), 1usize..5).prop_map(|(at, lines)| Self::Delete { at, lines }),
            (at(), 1usize..8, -4isize..5).prop_map(|(at, lines, by)| Self::Indent { at, lines, by }),
        ]
        .boxed()
    }
}

/// `text` after these changes.
pub fn mutated(text: &str, changes: &[Mutation]) -> String {
    changes.iter().fold(text.to_owned(), |text, change| change.made_to(&text))
}

impl Mutation {
    fn made_to(&self, text: &str) -> String {
        let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        let some = |at: &Index, count: usize| {
            let at = at.index(lines.len());
            at..(at + count).min(lines.len())
        };
        match self {
            Self::Replace { at, length, with } => {
                let from = text.floor_char_boundary(at.index(text.len() + 1));
                let to = text.floor_char_boundary((from + length).min(text.len()));
                return format!("{}{with}{}", &text[..from], &text[to.max(from)..]);
            }
            Self::Swap(one, other) => return swapped(text, one, other),
            Self::Copy { from, lines: count, to } => {
                let copied = lines[some(from, *count)].to_vec();
                let to = to.index(lines.len());
                lines.splice(to..to, copied);
            }
            Self::Delete { at, lines: count } => {
                lines.drain(some(at, *count));
            }
            Self::Indent { at, lines: count, by } => {
                for line in some(at, *count) {
                    lines[line] = indented(&lines[line], *by);
                }
            }
        }
        lines.join("\n")
    }
}

fn indented(line: &str, by: isize) -> String {
    let depth = line.len() - line.trim_start_matches(' ').len();
    format!("{}{}", " ".repeat(depth.saturating_add_signed(by)), line.trim_start_matches(' '))
}

fn swapped(text: &str, one: &Index, other: &Index) -> String {
    let is_word = |char: char| !" \n\t[]{},:\"".contains(char);
    let words: Vec<&str> = text.split(|char| !is_word(char)).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return text.to_owned();
    }
    let start = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let (mut one, mut other) = (*one.get(&words), *other.get(&words));
    if start(one) > start(other) {
        std::mem::swap(&mut one, &mut other);
    }
    if start(one) == start(other) {
        return text.to_owned();
    }
    let (first, second) = (start(one), start(other));
    let between = &text[first + one.len()..second];
    format!("{}{other}{between}{one}{}", &text[..first], &text[second + other.len()..])
}
