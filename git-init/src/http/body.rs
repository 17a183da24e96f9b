//! The body of an answer: as long as was said, in chunks, or until the connection ends.

use std::io::{self, BufRead, Error, ErrorKind, Read};

use super::head;

/// How long the line before a chunk, or one behind the last, may be, in bytes.
const LONGEST_LINE: u64 = 4096;

/// How the end is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// After so many bytes.
    Bytes(u64),
    /// After a chunk of no bytes; so many are left of this one.
    Chunks(u64),
    /// Where the connection ends.
    Connection,
    /// It was reached.
    Over,
}

impl Length {
    /// What the headers say.
    ///
    /// # Errors
    /// When they say nothing clear.
    pub fn of(status: u16, headers: &[(String, String)]) -> Result<Self, super::Error> {
        if matches!(status, 204 | 304) {
            return Ok(Self::Over);
        }
        if let Some(coding) = head::find(headers, "transfer-encoding") {
            let chunked = coding.eq_ignore_ascii_case("chunked");
            return chunked
                .then_some(Self::Chunks(0))
                .ok_or(super::Error::Protocol("it answers in an unknown coding"));
        }
        let mut said = headers.iter().filter(|(name, _)| name == "content-length").map(|(_, value)| value);
        let Some(length) = said.next() else { return Ok(Self::Connection) };
        match length.parse() {
            Ok(0) => Ok(Self::Over),
            Ok(bytes) if said.all(|other| other == length) => Ok(Self::Bytes(bytes)),
            _ => Err(super::Error::Protocol("it says no clear length")),
        }
    }
}

/// Reads a body from a connection.
pub struct Framed<R> {
    reader: R,
    length: Length,
}

impl<R: BufRead> Framed<R> {
    /// Nothing is read yet.
    pub fn new(reader: R, length: Length) -> Self {
        Self { reader, length }
    }

    /// Whether the end was reached.
    pub fn is_over(&self) -> bool {
        self.length == Length::Over
    }

    /// The connection.
    pub fn into_inner(self) -> R {
        self.reader
    }

    /// Reads up to `left` bytes; an end before these are there is an error.
    fn some(&mut self, to: &mut [u8], left: u64) -> io::Result<u64> {
        match self.reader.by_ref().take(left).read(to)? {
            0 => Err(ErrorKind::UnexpectedEof.into()),
            read => Ok(read as u64),
        }
    }

    /// Reads a line, without its end.
    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        self.reader.by_ref().take(LONGEST_LINE).read_line(&mut line)?;
        match line.strip_suffix('\n') {
            Some(line) => Ok(line.trim_end().to_owned()),
            None => Err(ErrorKind::UnexpectedEof.into()),
        }
    }

    /// The size of the next chunk; behind the last one all lines up to an empty one belong to it.
    fn chunk(&mut self) -> io::Result<u64> {
        let line = self.line()?;
        let size = line.split(';').next().unwrap_or_default().trim();
        let size = u64::from_str_radix(size, 16).map_err(|_| Error::other("a chunk has no size"))?;
        while size == 0 && !self.line()?.is_empty() {}
        Ok(size)
    }
}

impl<R: BufRead> Read for Framed<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if to.is_empty() {
            return Ok(0);
        }
        let read = match self.length {
            Length::Over => 0,
            Length::Connection => self.reader.read(to)? as u64,
            Length::Bytes(left) => {
                let read = self.some(to, left)?;
                self.length = if read == left { Length::Over } else { Length::Bytes(left - read) };
                read
            }
            Length::Chunks(0) => match self.chunk()? {
                0 => {
                    self.length = Length::Over;
                    0
                }
                size => {
                    self.length = Length::Chunks(size);
                    return self.read(to);
                }
            },
            Length::Chunks(left) => {
                let read = self.some(to, left)?;
                self.length = Length::Chunks(left - read);
                if read == left && !self.line()?.is_empty() {
                    return Err(Error::other("a chunk is longer than it says"));
                }
                read
            }
        };
        Ok(usize::try_from(read).unwrap_or(to.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, length: Length) -> io::Result<(String, String)> {
        let mut body = Framed::new(text.as_bytes(), length);
        let mut content = String::new();
        body.read_to_string(&mut content)?;
        assert_eq!(body.is_over(), length != Length::Connection);
        Ok((content, String::from_utf8_lossy(body.into_inner()).into_owned()))
    }

    #[test]
    fn bodies_and_what_follows() {
        for (text, length, content, rest) in [
            ("abcd", Length::Bytes(3), "abc", "d"),
            ("abcd", Length::Connection, "abcd", ""),
            ("abcd", Length::Over, "", "abcd"),
            (
                "2\r\nab\r\n0A;x=y\r\n0123456789\r\n0\r\nT: x\r\n\r\nrest",
                Length::Chunks(0),
                "ab0123456789",
                "rest",
            ),
        ] {
            assert_eq!(read(text, length).unwrap(), (content.into(), rest.into()), "{text}");
        }
    }

    #[test]
    fn what_breaks_off_is_an_error() {
        for (text, length) in [
            ("ab", Length::Bytes(3)),
            ("", Length::Chunks(0)),
            ("3\r\nab", Length::Chunks(0)),
            ("2\r\nab\r\n", Length::Chunks(0)),
            ("2\r\nabc\r\n0\r\n\r\n", Length::Chunks(0)),
            ("x\r\nab\r\n", Length::Chunks(0)),
            ("-1\r\nab\r\n", Length::Chunks(0)),
            ("2\r\nab\r\n0\r\n", Length::Chunks(0)),
        ] {
            assert!(read(text, length).is_err(), "{text}");
        }
    }

    #[test]
    fn lengths_that_are_said() {
        let headers = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
        };
        for (pairs, length) in [
            (&[("content-length", "7")][..], Some(Length::Bytes(7))),
            (&[("content-length", "7"), ("content-length", "7")], Some(Length::Bytes(7))),
            (&[("content-length", "7"), ("content-length", "8")], None),
            (&[("content-length", "-7")], None),
            (&[("content-length", "7"), ("transfer-encoding", "Chunked")], Some(Length::Chunks(0))),
            (&[("transfer-encoding", "gzip, chunked")], None),
            (&[], Some(Length::Connection)),
        ] {
            assert_eq!(Length::of(200, &headers(pairs)).ok(), length, "{pairs:?}");
        }
        assert_eq!(Length::of(204, &[]).ok(), Some(Length::Over));
    }
}
