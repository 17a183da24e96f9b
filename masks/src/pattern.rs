//! What is looked for.

use std::collections::BTreeSet;

use super::finder::{Finder, Search};
use super::forms::forms;

/// What a secret becomes.
pub(super) const MASKED: &[u8] = b"***";

/// The secrets to mask, in all their forms, ready to be searched for.
#[derive(Debug)]
pub struct Mask {
    finder: Finder,
    forms: Vec<Vec<u8>>,
    /// The forms, as indices, by the byte that they begin with.
    by_first: Vec<Vec<usize>>,
    longest: usize,
}

impl Mask {
    /// For `secrets`, the values themselves; none where there is nothing to mask.
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a [u8]>) -> Option<Self> {
        let forms: BTreeSet<Vec<u8>> = secrets.into_iter().flat_map(forms).collect();
        let forms: Vec<Vec<u8>> = forms.into_iter().collect();
        let longest = forms.iter().map(Vec::len).max()?;
        let finder = Finder::new(&forms)?;
        let mut by_first = vec![Vec::new(); 256];
        for (index, form) in forms.iter().enumerate() {
            by_first[usize::from(form[0])].push(index);
        }
        Some(Self { finder, forms, by_first, longest })
    }

    /// `text`, all of it, with stars for every secret.
    pub fn apply(&self, text: &[u8]) -> Vec<u8> {
        let (mut shown, mut done) = (Vec::with_capacity(text.len()), 0);
        let mut search = self.search(text);
        while let Some(secret) = search.first() {
            shown.extend_from_slice(&text[done..secret.start]);
            shown.extend_from_slice(MASKED);
            done = secret.end;
            search.from(done);
        }
        shown.extend_from_slice(&text[done..]);
        shown
    }

    /// The secrets in `text`, one after the other.
    pub(super) fn search<'a>(&'a self, text: &'a [u8]) -> Search<'a> {
        self.finder.search(text)
    }

    /// Where in `text` a secret may begin that goes on after its end; the length of `text` if nowhere. Nothing
    /// before `from` is looked at.
    pub(super) fn begun(&self, text: &[u8], from: usize) -> usize {
        let from = from.max(text.len().saturating_sub(self.longest - 1));
        (from..text.len())
            .find(|&at| {
                let begun = &text[at..];
                let candidates = &self.by_first[usize::from(begun[0])];
                candidates
                    .iter()
                    .any(|&form| self.forms[form].len() > begun.len() && self.forms[form].starts_with(begun))
            })
            .unwrap_or(text.len())
    }
}
