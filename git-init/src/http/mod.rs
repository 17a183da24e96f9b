//! A small client of HTTP/1.1 over the OpenSSL that libgit2 brings. ureq in its place makes git-init 245,856 bytes
//! larger, and sends plain http through a proxy by CONNECT, which proxies commonly refuse.

mod agent;
mod body;
mod head;
mod stream;
mod target;

use std::io;

pub use agent::{Agent, Body, Request};
pub use target::Target;

use crate::failure::Stage;

/// What a server answers.
pub struct Answer {
    /// The status, 200 to 599.
    pub status: u16,
    headers: Vec<(String, String)>,
    /// What follows, as it comes.
    pub body: Body,
}

impl Answer {
    /// The header of that name in small letters; the first, where there are several.
    pub fn header(&self, name: &str) -> Option<&str> {
        head::find(&self.headers, name)
    }
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The host was not found, not reached, or it broke off.
    #[error("{1}")]
    Network(Stage, io::Error),
    /// Its certificate is not trusted.
    #[error("its certificate is not trusted: {0}")]
    Certificate(String),
    /// The proxy does not let through, or is none.
    #[error("the proxy {0}")]
    Proxy(String),
    /// What came is not HTTP, or what was to be sent.
    #[error("{0}")]
    Protocol(&'static str),
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        // What a socket says when its time is over.
        let silent = error.kind() == io::ErrorKind::WouldBlock;
        let error = if silent { io::Error::new(io::ErrorKind::TimedOut, "it says nothing") } else { error };
        Self::Network(Stage::Connect, error)
    }
}
