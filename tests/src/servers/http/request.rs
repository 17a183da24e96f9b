//! A request as it came.

use std::io::{self, BufRead, BufReader, Error, Read};
use std::net::TcpStream;

/// What a client asked for.
#[derive(Debug, Clone)]
pub struct HttpRequest {
    /// `GET`, `POST`.
    pub method: String,
    /// From its slash on.
    pub path: String,
    /// The names in small letters.
    pub headers: Vec<(String, String)>,
    /// What was posted.
    pub body: String,
}

impl HttpRequest {
    /// Reads the next one of a connection. Clients here wait for the answer before they send another.
    pub(super) fn read(connection: &TcpStream) -> io::Result<Self> {
        let mut reader = BufReader::new(connection);
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let mut words = line.split_whitespace().map(str::to_owned);
        let (Some(method), Some(path)) = (words.next(), words.next()) else {
            return Err(Error::other("no request"));
        };
        let mut headers = Vec::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let mut request = Self { method, path, headers, body: String::new() };
        let length = request.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        reader.take(length).read_to_string(&mut request.body)?;
        Ok(request)
    }

    /// A header by its name in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| &value[..])
    }
}
