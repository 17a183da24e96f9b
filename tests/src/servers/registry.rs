//! Debian's docker-registry: open to all, to one user, or to who has a token.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::certificates::Certificates;
use super::process::{ServerProcess, free_port};
use super::tokens::{ISSUER, SERVICE, TokenServer};
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
        Self::start_with("", |folder| user.map_or(String::new(), |(name, _)| passwords(name, folder)))
    }

    /// The same for whoever has a token of `tokens`.
    pub fn start_for(tokens: &TokenServer) -> Option<Self> {
        let (realm, certificate) = (tokens.url(), tokens.certificate());
        let certificate = certificate.display();
        Self::start_with("", |_| {
            format!(
                "auth: {{token: {{realm: '{realm}', service: '{SERVICE}', issuer: '{ISSUER}', \
                 rootcertbundle: '{certificate}'}}}}\n"
            )
        })
    }

    /// The same over TLS.
    pub fn start_tls(certificates: &Certificates) -> Option<Self> {
        let server = certificates.server.display();
        Self::start_with(&format!(", tls: {{certificate: {server}, key: {server}}}"), |_| String::new())
    }

    /// Starts one with these further settings of `http`, and those that `auth` makes with a folder for its files.
    fn start_with(http: &str, auth: impl FnOnce(&Path) -> String) -> Option<Self> {
        for program in ["docker-registry", "skopeo"] {
            let what = format!("{program} (tests/setup installs it)");
            if !able(&what, &["sh", "-c", &format!("command -v {program}")]) {
                return None;
            }
        }
        let port = free_port();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = folder.path().display();
        let configuration = format!(
            "version: 0.1\nstorage: {{filesystem: {{rootdirectory: {place}}}}}\nhttp: {{addr: ':{port}'{http}}}\n{}",
            auth(folder.path())
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

    /// Every request that it has answered so far, a line each: method, path, status. It has more to say in its log, and
    /// some of it late.
    pub fn requests(&self) -> Vec<String> {
        let log = fs::read_to_string(self.folder.path().join("log")).expect("its log");
        log.lines().filter(|line| line.contains(" HTTP/1.1\" ")).map(str::to_owned).collect()
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

/// Settings that let in the user `name` alone.
fn passwords(name: &str, folder: &Path) -> String {
    let line = HTPASSWD.lines().find(|line| line.split(':').next() == Some(name)).expect("a known user");
    let file = folder.join("htpasswd");
    fs::write(&file, format!("{line}\n")).expect("a folder to write in");
    format!("auth: {{htpasswd: {{realm: registry, path: {}}}}}\n", file.display())
}
