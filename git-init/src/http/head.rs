//! What stands before the body of an answer.

use std::io::{BufRead, Read};

use super::Error;

/// How long the head of an answer may be, in bytes, and how many headers it may have: curl's limits are 100 kB and
/// 5,000; no store of LFS objects comes near these.
const LONGEST: u64 = 64 * 1024;
const HEADERS: usize = 128;

/// The status of an answer, and its headers with their names in small letters. What only says that an answer is to
/// come (1xx) is passed over.
///
/// # Errors
/// When the connection ends, or what comes is no answer.
pub fn read(from: &mut impl BufRead) -> Result<(u16, Vec<(String, String)>), Error> {
    loop {
        let mut text = Vec::new();
        let mut lines = from.take(LONGEST);
        while lines.read_until(b'\n', &mut text)? > 0
            && !text.ends_with(b"\n\r\n")
            && !text.ends_with(b"\n\n")
        {}
        if text.is_empty() {
            return Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof).into());
        }
        let mut headers = [httparse::EMPTY_HEADER; HEADERS];
        let mut answer = httparse::Response::new(&mut headers);
        let whole = answer.parse(&text).is_ok_and(|read| read.is_complete());
        let Some(status) = answer.code.filter(|_| whole) else {
            return Err(Error::Protocol("what answers speaks no HTTP"));
        };
        if status >= 200 {
            let named = |header: &httparse::Header<'_>| {
                (header.name.to_ascii_lowercase(), String::from_utf8_lossy(header.value).trim().to_owned())
            };
            return Ok((status, answer.headers.iter().map(named).collect()));
        }
    }
}

/// The first header of a name.
pub fn find<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known == name).map(|(_, value)| &value[..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads() {
        let mut text =
            &b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 206 Partial\r\nContent-LENGTH:  3 \r\n\r\nabc"[..];
        assert_eq!(read(&mut text).unwrap(), (206, vec![("content-length".into(), "3".into())]));
        assert_eq!(text, b"abc", "the body is left");
        for text in ["", "HTTP/1.1 200", "SSH-2.0-x\r\n\r\n", "HTTP/1.1 200 OK\r\na b: c\r\n\r\n"] {
            assert!(read(&mut text.as_bytes()).is_err(), "{text}");
        }
        assert!(read(&mut &vec![b'x'; 100_000][..]).is_err());
    }
}
