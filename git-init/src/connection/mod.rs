//! Connections of ours for libgit2's requests over http, which look at what it writes.
//!
//! Through a proxy libgit2 alone does not get everywhere: [`proxy`]. It asks for nothing before there is a repository:
//! [`early`]. And it sends a request in two pieces, of which the first wakes the server for nothing.

mod early;
mod proxy;
mod stream;

use std::io::{self, Error, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::thread;

use crate::dial::{dial, end};
use crate::failure::Stage;
use crate::meanwhile;

pub use early::{ask, hand_over};
pub use proxy::{Proxy, for_plain, for_tunnels};

/// How the head of a request begins whose body libgit2 writes next.
const WITH_BODY: &[u8] = b"POST ";

/// A connection as libgit2 sees it.
struct Connection {
    /// Where libgit2 wants to go.
    host: String,
    port: u16,
    /// Open once something was written.
    socket: Option<TcpStream>,
    /// What libgit2 has written of a request that goes on.
    held: Vec<u8>,
}

impl Connection {
    /// Not opened yet: where to shows when something is written.
    fn new(host: String, port: u16) -> Self {
        Self { host, port, socket: None, held: Vec::new() }
    }

    fn send(&mut self, data: &[u8]) -> io::Result<usize> {
        let to_proxy = proxy::is_for_one(data);
        // A connection for each request to a proxy: they close them after one, and libgit2 does not look before it
        // sends the next. It writes the head of a request by itself and whole, and never before all of the last
        // answer was read.
        if to_proxy || self.socket.is_none() {
            let (host, port) = proxy::plain().filter(|_| to_proxy).unwrap_or((&self.host, self.port));
            let early = early::taken(host, port, data);
            let asked = early.is_some();
            let opened = early.unwrap_or_else(|| dial(host, port));
            self.socket = Some(opened.map_err(|(stage, error)| in_words(stage, host, port, &error))?);
            if asked {
                return Ok(data.len());
            }
        }
        self.held.extend_from_slice(&proxy::with_login(data, to_proxy));
        if !data.starts_with(WITH_BODY) {
            self.flush()?;
        }
        Ok(data.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if let Some(socket) = &mut self.socket {
            send(socket, &self.held)?;
        }
        self.held.clear();
        Ok(())
    }

    fn receive(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if !self.held.is_empty() {
            self.flush()?;
        }
        meanwhile::now();
        let read = self.socket.as_mut().map_or(Ok(0), |socket| socket.read(buffer));
        // What a socket says when its time is over.
        read.map_err(|error| match error.kind() {
            ErrorKind::WouldBlock => Error::other("could not read from socket: timed out"),
            _ => error,
        })
    }

    fn close(&mut self) {
        if let Some(socket) = self.socket.take() {
            end(socket);
        }
    }
}

/// Sends `bytes`, and lets go of the processor for a moment: a server on the same machine is woken on this one as a rule,
/// and would wait for it as long as there is anything to do meanwhile.
fn send(socket: &mut TcpStream, bytes: &[u8]) -> io::Result<()> {
    socket.write_all(bytes)?;
    thread::yield_now();
    Ok(())
}

/// What libgit2 would have said.
fn in_words(stage: Stage, host: &str, port: u16, error: &Error) -> Error {
    Error::other(match stage {
        Stage::Resolve => format!("failed to resolve address for {host}: {error}"),
        _ => format!("failed to connect to {host}:{port}: {error}"),
    })
}
