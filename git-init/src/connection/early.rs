//! The first request, sent before there is anything to put its answer into.
//!
//! A server over http takes milliseconds to say which refs it has, time enough to set libgit2 up and make a repository.
//! libgit2 asks when that is done. So the same question is sent before, and libgit2 gets the connection on which it was
//! when it writes the question itself. What libgit2 writes in other words is asked on a connection of its own.

use std::io;
use std::net::TcpStream;
use std::sync::{Mutex, PoisonError};

use super::{send, stream};
use crate::dial::dial;
use crate::failure::Stage;
use crate::http::Target;
use crate::location::{Scheme, Server};

/// The question, until libgit2 writes it.
static ASKED: Mutex<Option<Asked>> = Mutex::new(None);

struct Asked {
    host: String,
    port: u16,
    question: String,
    /// The connection, or how far it came.
    connection: Result<TcpStream, (Stage, io::Error)>,
}

/// Asks `server` for its refs where that can be done: over plain http, by a URL that has nothing in it that is written
/// in more than one way. What goes wrong libgit2 is told when it asks.
pub fn ask(server: &Server) {
    let Ok(target) = Target::parse(&server.url) else { return };
    if server.scheme != Scheme::Http || !is_plain(&target) {
        return;
    }
    let (name, port) = target.name_and_port();
    let host = name.trim_start_matches('[').trim_end_matches(']').to_owned();
    let question = question(&target);
    let connection = dial(&host, port).and_then(|mut socket| {
        send(&mut socket, question.as_bytes()).map_err(|error| (Stage::Connect, error))?;
        Ok(socket)
    });
    *ASKED.lock().unwrap_or_else(PoisonError::into_inner) = Some(Asked { host, port, question, connection });
}

/// Has libgit2, which is set up by now, take the connection on which was asked, if there is one.
pub fn hand_over() {
    if ASKED.lock().unwrap_or_else(PoisonError::into_inner).is_some() {
        stream::register();
    }
}

/// The connection on which what libgit2 writes was sent to `host` already.
pub fn taken(host: &str, port: u16, data: &[u8]) -> Option<Result<TcpStream, (Stage, io::Error)>> {
    let asked = ASKED.lock().unwrap_or_else(PoisonError::into_inner).take()?;
    let same = asked.host == host && asked.port == port && asked.question.as_bytes() == data;
    same.then_some(asked.connection)
}

/// Whether nothing in it stands for something else, may be written as `%xx`, or in small letters.
fn is_plain(target: &Target) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    let small = !target.host.bytes().any(|byte| byte.is_ascii_uppercase());
    small && target.path.bytes().all(plain) && !target.path.ends_with('/')
}

/// libgit2's first request to a server, to the letter.
fn question(target: &Target) -> String {
    let (major, minor, patch) = git2::Version::get().libgit2_version();
    let (name, port) = target.name_and_port();
    let host = if port == HTTP { name.to_owned() } else { format!("{name}:{port}") };
    format!(
        "GET {}/info/refs?service=git-upload-pack HTTP/1.1\r\n\
         User-Agent: git/2.0 (libgit2 {major}.{minor}.{patch})\r\n\
         Host: {host}\r\n\
         Accept: */*\r\n\r\n",
        target.path
    )
}

/// The port that is not named.
const HTTP: u16 = 80;
