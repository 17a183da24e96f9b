//! `git daemon`: the git:// protocol.

use std::path::Path;
use std::process::{Command, Stdio};

use super::process::{ServerProcess, free_port, git_exec_path};

/// A running `git daemon`.
pub struct GitDaemon {
    port: u16,
    _server: ServerProcess,
}

impl GitDaemon {
    /// Serves every repository in the folder `root`.
    pub fn start(root: &Path) -> Self {
        let port = free_port();
        // The program itself: `git daemon` would start it as a child that outlives its parent's end.
        let mut command = Command::new(git_exec_path().join("git-daemon"));
        command
            .args(["--reuseaddr", "--export-all", "--listen=127.0.0.1"])
            .arg(format!("--port={port}"))
            .arg(format!("--base-path={}", root.display()))
            .arg(root)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        Self { port, _server: ServerProcess::start(&mut command, port) }
    }

    /// The port it listens at.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The URL of the repository `name` in the root.
    pub fn url(&self, name: &str) -> String {
        format!("git://127.0.0.1:{}/{name}", self.port)
    }
}
