//! Masking what comes in pieces.

use std::io::{self, Write};
use std::sync::Arc;

use super::pattern::{MASKED, Mask};

/// One output of a step on its way. What may be the beginning of a secret is held back until it is known whether it
/// is one.
pub struct Stream {
    mask: Option<Arc<Mask>>,
    /// What was held back, then room for more.
    buffer: Vec<u8>,
    held: usize,
}

impl Stream {
    /// A stream that is read by pieces of at most `piece` bytes; without a mask all passes as it is.
    pub fn new(mask: Option<Arc<Mask>>, piece: usize) -> Self {
        Self { mask, buffer: vec![0; piece.max(1)], held: 0 }
    }

    /// Where the next piece is to be read into: never empty.
    pub fn room(&mut self) -> &mut [u8] {
        // What is held back is shorter than a secret, which may be longer than a piece.
        let piece = self.buffer.len().max(2 * self.held);
        self.buffer.resize(piece.max(self.held + 1), 0);
        &mut self.buffer[self.held..]
    }

    /// Passes on the piece that is now in the first `length` bytes of [`Stream::room`], as far as it is known.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    pub fn pass(&mut self, length: usize, out: &mut impl Write) -> io::Result<()> {
        let Some(mask) = &self.mask else { return out.write_all(&self.buffer[..length]) };
        let text = &self.buffer[..self.held + length];
        let (mut done, mut known) = (0, mask.begun(text, 0));
        let mut search = mask.search(text);
        while let Some(secret) = search.first().filter(|secret| secret.start < known) {
            out.write_all(&text[done..secret.start])?;
            out.write_all(MASKED)?;
            done = secret.end;
            if done > known {
                known = mask.begun(text, done);
            }
            search.from(done);
        }
        out.write_all(&text[done..known])?;
        let all = text.len();
        self.buffer.copy_within(known..all, 0);
        self.held = all - known;
        Ok(())
    }

    /// Passes on what is still held back, at the end of the stream.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    pub fn finish(&mut self, out: &mut impl Write) -> io::Result<()> {
        let held = &self.buffer[..std::mem::take(&mut self.held)];
        match &self.mask {
            Some(mask) => out.write_all(&mask.apply(held)),
            None => out.write_all(held),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `text` as it comes out when it goes in by pieces of `piece` bytes.
    fn masked(secrets: &[&str], text: &str, piece: usize) -> String {
        let mask = Mask::new(secrets.iter().map(|secret| secret.as_bytes())).map(Arc::new);
        let mut stream = Stream::new(mask, piece);
        let mut out = Vec::new();
        for piece in text.as_bytes().chunks(piece) {
            let mut rest = piece;
            while !rest.is_empty() {
                let room = stream.room();
                let length = rest.len().min(room.len());
                room[..length].copy_from_slice(&rest[..length]);
                rest = &rest[length..];
                stream.pass(length, &mut out).unwrap();
            }
        }
        stream.finish(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_secret_is_found_however_it_is_cut() {
        let text = "token=hunter2000, again hunter2000hunter2000 hunter200 aHVudGVyMjAwMA== end hunter";
        let expected = "token=***, again ****** hunter200 *** end hunter";
        for piece in 1..=text.len() {
            assert_eq!(masked(&["hunter2000"], text, piece), expected, "pieces of {piece}");
        }
    }

    #[test]
    fn the_longest_of_two_that_begin_alike_is_masked() {
        for piece in 1..12 {
            assert_eq!(masked(&["abcd", "abcdefgh"], "-abcdefgh-abcdefg-abcd", piece), "-***-***efg-***");
        }
    }

    proptest! {
        #[test]
        fn pieces_make_no_difference(
            secrets in prop::collection::vec("[ab]{4,7}", 1..60),
            text in "[abc]{0,80}",
            piece in 1..90_usize,
        ) {
            let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
            let shown = masked(&secrets, &text, piece);
            prop_assert_eq!(&shown, &masked(&secrets, &text, 1000));
            prop_assert!(secrets.iter().all(|secret| !shown.contains(secret)), "{}", shown);
        }
    }

    #[test]
    fn without_secrets_all_passes() {
        assert_eq!(masked(&[], "secret-value", 5), "secret-value");
    }

    #[test]
    fn a_prefix_at_the_end_is_not_lost() {
        assert_eq!(masked(&["secret-value"], "secret-val", 3), "secret-val");
        assert_eq!(masked(&["secret", "secret-value"], "secret-val", 3), "***-val");
    }
}
