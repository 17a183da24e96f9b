//! A server process: started on a free port, and ended with what started it.

use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a server may take to listen: far longer than any does on a busy machine.
const LISTENS_WITHIN: Duration = Duration::from_secs(40);

/// Where cargo has the programs that it runs look for libraries.
const CARGOS_LIBRARIES: &str = "LD_LIBRARY_PATH";

/// A server that is killed when it is dropped.
pub struct ServerProcess(Child);

impl ServerProcess {
    /// Starts `command` and waits until it listens at `port`.
    pub fn start(command: &mut Command, port: u16) -> Self {
        // It is passed on to every program that the server starts, whose loader would look there first.
        command.env_remove(CARGOS_LIBRARIES);
        let child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}; see tests/setup"));
        let mut server = Self(child);
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = server.0.try_wait().expect("a child of ours");
            assert!(ended.is_none(), "{command:?} ended with {ended:?}");
            assert!(start.elapsed() < LISTENS_WITHIN, "{command:?} does not listen at {port}");
            sleep(Duration::from_millis(5));
        }
        server
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A port that was free a moment ago.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("a bound socket").port()
}

/// Where git keeps its programs, the servers among them.
pub fn git_exec_path() -> PathBuf {
    let output = Command::new("git").arg("--exec-path").output().expect("git is installed");
    PathBuf::from(String::from_utf8_lossy(&output.stdout).trim())
}
