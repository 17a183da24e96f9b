//! Opening a TCP connection that neither takes nor waits forever.

use std::io::{Error, ErrorKind};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::failure::Stage;
use crate::libgit2::{CONNECT_MILLISECONDS, SILENCE_MILLISECONDS};

/// A connection that is over, and not closed.
static OVER: Mutex<Option<TcpStream>> = Mutex::new(None);

/// Ends a connection: it is closed when the next one is opened, or with the process. A server on the same machine is woken
/// by the end of it, and takes the processor from a clone that has only the last files left to write.
pub fn end(connection: TcpStream) {
    *OVER.lock().unwrap_or_else(PoisonError::into_inner) = Some(connection);
}

/// Connects to the first address of the host `name` that answers; an IPv6 address may be in brackets.
///
/// # Errors
/// How far it came, and what stopped it.
pub fn dial(name: &str, port: u16) -> Result<TcpStream, (Stage, Error)> {
    // Before another one: a server may serve one client at a time.
    drop(OVER.lock().unwrap_or_else(PoisonError::into_inner).take());
    let name = name.trim_start_matches('[').trim_end_matches(']');
    let addresses = (name, port).to_socket_addrs().map_err(|error| (Stage::Resolve, error))?;
    let mut last = Error::new(ErrorKind::NotFound, "the host has no address");
    for address in addresses {
        match TcpStream::connect_timeout(&address, milliseconds(CONNECT_MILLISECONDS)) {
            Ok(stream) => return configured(stream).map_err(|error| (Stage::Connect, error)),
            Err(error) => last = error,
        }
    }
    Err((Stage::Connect, last))
}

fn configured(stream: TcpStream) -> Result<TcpStream, Error> {
    let silence = Some(milliseconds(SILENCE_MILLISECONDS));
    stream.set_read_timeout(silence)?;
    stream.set_write_timeout(silence)?;
    Ok(stream)
}

fn milliseconds(time: i32) -> Duration {
    Duration::from_millis(time.unsigned_abs().into())
}
