//! Servers of a test's own, on a free port of this machine, gone when the test is.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tests::eventually;

/// A running server.
pub struct Server {
    process: Child,
    /// Where it listens, on every address of this machine.
    pub port: u16,
}

impl Server {
    /// Starts `command`, which has been told `port`, and waits until it answers there. Its own log goes to `log`.
    pub fn start(command: &mut Command, port: u16, log: &Path) -> Self {
        let file = std::fs::File::create(log).unwrap();
        command.stdin(Stdio::null()).stdout(file.try_clone().unwrap()).stderr(file);
        let mut server = Self { process: command.spawn().unwrap(), port };
        eventually("the server listens", || {
            let ended = server.process.try_wait().unwrap();
            assert!(ended.is_none(), "{command:?} ended: {}", std::fs::read_to_string(log).unwrap());
            TcpStream::connect(("127.0.0.1", port)).ok()
        });
        server
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    TcpListener::bind("0.0.0.0:0").unwrap().local_addr().unwrap().port()
}

/// Whether a server's program is here; a test without it is skipped with a word, and never where `CI` is set.
pub fn there(program: &str, package: &str) -> bool {
    tests::able(
        &format!("{package} (tests/setup installs it)"),
        &["sh", "-c", &format!("command -v {program}")],
    )
}
