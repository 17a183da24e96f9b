//! tinyproxy: a proxy for http, and by CONNECT for https.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::process::{ServerProcess, free_port};

/// A running proxy.
pub struct Tinyproxy {
    port: u16,
    log: PathBuf,
    _folder: TempDir,
    _server: ServerProcess,
}

impl Tinyproxy {
    /// Starts it; with a `user` and password it lets nobody else through.
    pub fn start(user: Option<(&str, &str)>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (port, log) = (free_port(), folder.path().join("log"));
        let auth = user.map_or(String::new(), |(name, password)| format!("BasicAuth {name} {password}\n"));
        let configuration = format!(
            "Port {port}\nListen 127.0.0.1\nAllow 127.0.0.1\nTimeout 60\nMaxClients 20\nLogLevel Connect\n\
             LogFile \"{}\"\n{auth}",
            log.display()
        );
        let file = folder.path().join("tinyproxy.conf");
        fs::write(&file, configuration).expect("a folder to write in");
        let mut command = Command::new("tinyproxy");
        command.arg("-d").arg("-c").arg(&file).stdout(Stdio::null()).stderr(Stdio::null());
        let server = ServerProcess::start(&mut command, port);
        Self { port, log, _folder: folder, _server: server }
    }

    /// Its URL, with `credentials` (`user:password@`, or nothing) in it.
    pub fn url(&self, credentials: &str) -> String {
        format!("http://{credentials}127.0.0.1:{}", self.port)
    }

    /// How many requests it was sent.
    pub fn requests(&self) -> usize {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        log.lines().filter(|line| line.contains("Request (file descriptor")).count()
    }
}
