//! Debian's docker-registry, open to all or to one user.

use std::fs;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::certificates::Certificates;
use super::process::{ServerProcess, free_port};
use crate::able;

/// A user of a registry: name and password. Below is what bcrypt makes of the password, at the least work that it allows.
pub const USER: (&str, &str) = ("carter", "wheel:barrow/1");
/// Another one.
pub const OTHER: (&str, &str) = ("smith", "bolt&nut%2F");

const HTPASSWD: &str = "\
carter:$2b$04$aLe3/kIrysVrbm/KRqEXyuIfcA2o0mS2njugCZyK8qKVom059MH.u
smith:$2b$04$PhEYOhOYtt7h6kCn7zlR2OLnOPVm2naAcCsap.OKZ3ZTsTXD5C1Tm
";

/// A running registry.
pub struct Registry {
    port: u16,
    folder: TempDir,
    server: Option<ServerProcess>,
}

impl Registry {
    /// Starts one that knows only `user`, or lets in everybody; `None` where there is none, or no skopeo to use it with.
    pub fn start(user: Option<(&str, &str)>) -> Option<Self> {
        Self::start_with(user, "")
    }

    /// The same over TLS.
    pub fn start_tls(certificates: &Certificates) -> Option<Self> {
        let server = certificates.server.display();
        Self::start_with(None, &format!(", tls: {{certificate: {server}, key: {server}}}"))
    }

    fn start_with(user: Option<(&str, &str)>, http: &str) -> Option<Self> {
        for program in ["docker-registry", "skopeo"] {
            let what = format!("{program} (tests/setup installs it)");
            if !able(&what, &["sh", "-c", &format!("command -v {program}")]) {
                return None;
            }
        }
        let port = free_port();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = folder.path().display();
        let auth = user.map(|(name, _)| {
            let line =
                HTPASSWD.lines().find(|line| line.split(':').next() == Some(name)).expect("a known user");
            fs::write(folder.path().join("htpasswd"), format!("{line}\n")).expect("a folder to write in");
            format!("auth: {{htpasswd: {{realm: registry, path: {place}/htpasswd}}}}\n")
        });
        let configuration = format!(
            "version: 0.1\nstorage: {{filesystem: {{rootdirectory: {place}}}}}\nhttp: {{addr: ':{port}'{http}}}\n{}",
            auth.unwrap_or_default()
        );
        fs::write(folder.path().join("config.yml"), configuration).expect("a folder to write in");
        let log = fs::File::create(folder.path().join("log")).expect("a folder to write in");
        let mut command = Command::new("docker-registry");
        command.arg("serve").arg(folder.path().join("config.yml")).stdin(Stdio::null());
        command.stdout(log.try_clone().expect("a file")).stderr(log);
        let server = ServerProcess::start(&mut command, port);
        Some(Self { port, folder, server: Some(server) })
    }

    /// Where it listens.
    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Every request that it has answered so far, a line each: method, path, status.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).expect("its log")
    }

    /// Spoils the content with this digest: what it sends from now on is something else.
    pub fn spoil(&self, digest: &str) {
        let hex = digest.strip_prefix("sha256:").expect("a digest");
        let blob = format!("docker/registry/v2/blobs/sha256/{}/{hex}/data", &hex[..2]);
        let path = self.folder.path().join(blob);
        let text = fs::read_to_string(&path).expect("a blob");
        fs::write(&path, text.replace("true", "evil")).expect("a folder to write in");
    }

    /// Ends it.
    pub fn stop(&mut self) {
        self.server = None;
    }
}
