//! What one container said: its beginning and its end, when all of it is too much.

use std::collections::VecDeque;

use crate::mask::Mask;

/// The longest line that is kept, in bytes: beyond what anybody reads in a page.
const LINE: usize = 16 << 10;

/// Lines of output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Log {
    head: Part,
    tail: Part,
    /// What was left out between the two.
    pub lines_left_out: u64,
    pub bytes_left_out: u64,
    /// Whether the last line goes on.
    goes_on: bool,
}

/// Lines, and their bytes together with their line ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Part {
    lines: VecDeque<Vec<u8>>,
    bytes: usize,
}

impl Part {
    fn push(&mut self, line: Vec<u8>) {
        self.bytes += line.len() + 1;
        self.lines.push_back(line);
    }

    fn text(&self) -> Vec<u8> {
        let mut text = Vec::with_capacity(self.bytes);
        for line in &self.lines {
            text.extend_from_slice(line);
            text.push(b'\n');
        }
        text
    }
}

impl Log {
    /// Adds a line and keeps to about `limit` bytes: a quarter for the beginning, the rest for the end. `goes_on` says
    /// that the line was cut and that the next one is the rest of it; that is left out.
    ///
    /// A line that is too long is masked before it is cut, so that no half of a secret is left at its end.
    pub fn push(&mut self, line: &[u8], goes_on: bool, limit: usize, mask: &Mask) {
        let is_rest = std::mem::replace(&mut self.goes_on, goes_on);
        if is_rest {
            self.bytes_left_out += line.len() as u64;
            return;
        }
        let line = if line.len() > LINE { cut(mask.apply(line).into_owned()) } else { line.to_vec() };
        let is_beginning = self.tail.lines.is_empty() && self.lines_left_out == 0;
        if is_beginning && self.head.bytes + line.len() < limit / 4 {
            self.head.push(line);
        } else {
            self.tail.push(line);
            self.shrink(limit);
        }
    }

    /// Keeps to about `limit` bytes, from now on.
    pub fn shrink(&mut self, limit: usize) {
        while self.head.bytes > limit / 4
            && let Some(line) = self.head.lines.pop_back()
        {
            // Nothing is put behind a gap; what comes next goes to the tail.
            self.head.bytes -= line.len() + 1;
            self.leave_out(&line);
        }
        while self.tail.bytes > limit / 4 * 3
            && self.tail.lines.len() > 1
            && let Some(line) = self.tail.lines.pop_front()
        {
            self.tail.bytes -= line.len() + 1;
            self.leave_out(&line);
        }
    }

    fn leave_out(&mut self, line: &[u8]) {
        self.lines_left_out += 1;
        self.bytes_left_out += line.len() as u64 + 1;
    }

    /// Its beginning and its end, each line with its end; all is in the first where nothing was left out between them.
    pub fn texts(&self) -> (Vec<u8>, Vec<u8>) {
        let (mut head, tail) = (self.head.text(), self.tail.text());
        if self.lines_left_out > 0 {
            return (head, tail);
        }
        head.extend_from_slice(&tail);
        (head, Vec::new())
    }
}

fn cut(mut line: Vec<u8>) -> Vec<u8> {
    let rest = line.len().saturating_sub(LINE);
    if rest > 0 {
        line.truncate(LINE);
        line.extend_from_slice(format!(" … and {rest} more bytes").as_bytes());
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(lines: impl Iterator<Item = String>, limit: usize) -> Log {
        let mut log = Log::default();
        for line in lines {
            log.push(line.as_bytes(), false, limit, &Mask::default());
        }
        log
    }

    fn text(text: &[u8]) -> &str {
        std::str::from_utf8(text).unwrap()
    }

    #[test]
    fn little_is_kept_whole() {
        let log = log((0..5).map(|number| number.to_string()), 100);
        assert_eq!(text(&log.texts().0), "0\n1\n2\n3\n4\n");
        assert_eq!((log.texts().1.len(), log.lines_left_out), (0, 0));
    }

    #[test]
    fn of_much_the_beginning_and_the_end_are_kept() {
        let mut log = log((1000..2000).map(|number| number.to_string()), 200);
        let (head, tail) = log.texts();
        assert!(text(&head).starts_with("1000\n1001\n") && head.len() <= 50);
        assert!(text(&tail).ends_with("1998\n1999\n") && tail.len() <= 150);
        assert_eq!(head.len() + tail.len() + usize::try_from(log.bytes_left_out).unwrap(), 5000);
        assert_eq!((head.len() + tail.len()) as u64 / 5 + log.lines_left_out, 1000);
        log.shrink(40);
        let (head, tail) = log.texts();
        assert_eq!((text(&head), text(&tail)), ("1000\n1001\n", "1994\n1995\n1996\n1997\n1998\n1999\n"));
        assert_eq!(log.lines_left_out, 992);
    }

    #[test]
    fn a_line_has_an_end() {
        let mut log = Log::default();
        log.push(&vec![b'x'; LINE + 7], true, 1 << 20, &Mask::default());
        log.push(b"the rest of it", false, 1 << 20, &Mask::default());
        log.push(b"next", false, 1 << 20, &Mask::default());
        let all = log.texts().0;
        assert!(text(&all).ends_with("x … and 7 more bytes\nnext\n"));
        assert_eq!(log.bytes_left_out, 14);
    }
}
