//! Finding many texts in another, many bytes at a time.

use std::ops::Range;

use aho_corasick::packed::{Config, MatchKind, Searcher};

/// How many forms one searcher looks for: as many as it takes. Ten secrets have fewer, so that one look does.
const MOST: usize = 64;

/// Finds, at the first place where any of some forms begins, the longest of them.
#[derive(Debug)]
pub struct Finder(Vec<Searcher>);

impl Finder {
    /// For `forms`, none of which is empty.
    pub fn new(forms: &[Vec<u8>]) -> Option<Self> {
        forms.chunks(MOST).map(searcher).collect::<Option<_>>().map(Self)
    }

    /// The forms that `text` holds.
    pub fn search<'a>(&'a self, text: &'a [u8]) -> Search<'a> {
        let mut search = Search { text, next: self.0.iter().map(|searcher| (searcher, None)).collect() };
        search.from(0);
        search
    }
}

fn searcher(forms: &[Vec<u8>]) -> Option<Searcher> {
    let mut config = Config::new();
    config.match_kind(MatchKind::LeftmostLongest);
    let vectors = config.builder().extend(forms).build();
    // On a processor without the vectors that it needs.
    vectors.or_else(|| config.only_rabin_karp(true).builder().extend(forms).build())
}

/// What each searcher finds next in a text.
pub struct Search<'a> {
    text: &'a [u8],
    next: Vec<(&'a Searcher, Option<Range<usize>>)>,
}

impl Search<'_> {
    /// The first place of a form, of the longest where several begin there.
    pub fn first(&self) -> Option<Range<usize>> {
        let found = self.next.iter().filter_map(|(_, found)| found.clone());
        found.min_by_key(|found| (found.start, self.text.len() - found.end))
    }

    /// Looks no more at what stands before `from`.
    pub fn from(&mut self, from: usize) {
        for (searcher, next) in &mut self.next {
            if from == 0 || next.as_ref().is_some_and(|found| found.start < from) {
                let found = searcher.find(&self.text[from..]);
                *next = found.map(|found| from + found.start()..from + found.end());
            }
        }
    }
}
