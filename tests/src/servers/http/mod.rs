//! A server within the test, for what no program of the machine answers.

mod request;

use std::fmt::Write as _;
use std::io::{self, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

pub use request::HttpRequest;

/// A running server, which speaks http; it ends when it is dropped.
pub(super) struct HttpServer {
    port: u16,
    ends: Arc<AtomicBool>,
}

impl HttpServer {
    /// Starts one that answers by `answer`, which is also told when it is to come to its end. A connection ends with the
    /// first answer that fails.
    pub fn start<A>(answer: A) -> Self
    where
        A: Fn(&TcpStream, &HttpRequest, &AtomicBool) -> io::Result<()> + Send + Sync + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("a bound socket").port();
        let ends = Arc::new(AtomicBool::new(false));
        let (told, answer) = (Arc::clone(&ends), Arc::new(answer));
        thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                if told.load(Ordering::SeqCst) {
                    return;
                }
                let (told, answer) = (Arc::clone(&told), Arc::clone(&answer));
                thread::spawn(move || {
                    while let Ok(request) = HttpRequest::read(&connection) {
                        if told.load(Ordering::SeqCst) || answer(&connection, &request, &told).is_err() {
                            return;
                        }
                    }
                });
            }
        });
        Self { port, ends }
    }

    /// The port it listens at.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for HttpServer {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for connections; it may be gone.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

/// A whole answer.
pub(super) fn reply(
    mut connection: &TcpStream,
    status: u16,
    headers: &[(&str, &str)],
    body: &[u8],
) -> io::Result<()> {
    head(connection, status, headers, body.len())?;
    connection.write_all(body)
}

/// An answer up to its body, which has this length.
pub(super) fn head(
    mut connection: &TcpStream,
    status: u16,
    headers: &[(&str, &str)],
    length: usize,
) -> io::Result<()> {
    let mut head = format!("HTTP/1.1 {status} as asked\r\nContent-Length: {length}\r\n");
    for (name, value) in headers {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    head.push_str("\r\n");
    connection.write_all(head.as_bytes())
}
