//! Putting what earlier steps have left in the place of the references to it.

use anyhow::{Result, bail};

use super::earlier::Meaning;
use super::reference::{self, Reference, START};

/// What references stand for; [`super::earlier::meaning`] in a Pod.
pub type Lookup<'l> = &'l dyn Fn(&Reference) -> Result<Meaning>;

/// Whether there may be anything to do in `text`.
pub fn concerns(text: &[u8]) -> bool {
    text.iter().enumerate().any(|(at, byte)| *byte == b'$' && text[at..].starts_with(START.as_bytes()))
}

/// `text` with a text in the place of each reference. What is put in is not looked at again.
///
/// # Errors
/// A reference stands for nothing, or for a list.
pub fn text(text: &str, lookup: Lookup) -> Result<String> {
    let mut done = String::new();
    let mut rest = text;
    while let Some((at, reference)) = reference::find(rest) {
        done.push_str(&rest[..at]);
        match lookup(&reference)? {
            Meaning::Text(text) => done.push_str(&text),
            Meaning::Items(_) => bail!(
                "value must be in \"$(steps.<step-name>.results.<result-name>[*])\" format, when using array \
                 results: {}",
                reference.text
            ),
        }
        rest = &rest[at + reference.text.len()..];
    }
    done.push_str(rest);
    Ok(done)
}

/// The same for a word, which becomes as many as a list has items when a reference to a list is all that it is.
///
/// # Errors
/// As [`text`].
pub fn word(word: &str, lookup: Lookup) -> Result<Vec<String>> {
    if let Some((0, reference)) = reference::find(word)
        && reference.text.len() == word.len()
    {
        return lookup(&reference).map(|meaning| match meaning {
            Meaning::Text(text) => vec![text],
            Meaning::Items(items) => items,
        });
    }
    text(word, lookup).map(|text| vec![text])
}
