//! Cuts a stream of bytes into lines.

/// How much of a line is kept while its end has not come: far beyond what people write, and little enough
/// for a step that never writes a newline.
const LONGEST: usize = 1 << 20;

/// One output of one container.
#[derive(Debug, Default)]
pub struct Lines {
    partial: Vec<u8>,
}

impl Lines {
    /// Takes the next bytes and hands every line that they complete to `line`, with `true` when a line is cut
    /// because it is too long to be kept.
    ///
    /// # Errors
    /// The first one of `line`.
    pub fn feed<E>(
        &mut self,
        bytes: &[u8],
        mut line: impl FnMut(&[u8], bool) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut rest = bytes;
        while let Some(end) = memchr::memchr(b'\n', rest) {
            let (head, tail) = (&rest[..end], &rest[end + 1..]);
            if self.partial.is_empty() {
                line(head, false)?;
            } else {
                self.partial.extend_from_slice(head);
                line(&self.partial, false)?;
                self.partial.clear();
            }
            rest = tail;
        }
        self.partial.extend_from_slice(rest);
        if self.partial.len() >= LONGEST {
            line(&self.partial, true)?;
            self.partial.clear();
        }
        Ok(())
    }

    /// Hands over what came after the last newline.
    ///
    /// # Errors
    /// The one of `line`.
    pub fn finish<E>(&mut self, mut line: impl FnMut(&[u8], bool) -> Result<(), E>) -> Result<(), E> {
        if !self.partial.is_empty() {
            line(&self.partial, false)?;
            self.partial.clear();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(chunks: &[&[u8]]) -> Vec<(usize, bool)> {
        let (mut lines, mut seen) = (Lines::default(), Vec::new());
        let mut note = |line: &[u8], cut| {
            seen.push((line.len(), cut));
            Ok::<_, ()>(())
        };
        for chunk in chunks {
            lines.feed(chunk, &mut note).unwrap();
        }
        lines.finish(&mut note).unwrap();
        seen
    }

    #[test]
    fn lines_are_whole_however_they_arrive() {
        assert_eq!(cut(&[b"a", b"b\n\nccc", b"\nd"]), [(2, false), (0, false), (3, false), (1, false)]);
        assert_eq!(cut(&[b"a\n"]), [(1, false)]);
        assert_eq!(cut(&[]), []);
        assert_eq!(cut(&[&vec![b'x'; LONGEST], b"y\n"]), [(LONGEST, true), (1, false)]);
    }
}
