//! OpenSSH's server, for the user who runs the test.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::process::{ServerProcess, free_port};

/// A running sshd that lets in one key.
pub struct Sshd {
    port: u16,
    folder: TempDir,
    _server: ServerProcess,
}

impl Sshd {
    /// Starts it. The key that it lets in and its own host key are made anew.
    pub fn start() -> Self {
        Self::start_with(None)
    }

    /// The same, with the programs in the folder `programs` too.
    pub fn start_with(programs: Option<&Path>) -> Self {
        Self::configured(programs, "")
    }

    /// The same as [`Sshd::start`], with words for everybody who comes, and a log of the ways in which they try to get in.
    pub fn start_talking() -> Self {
        Self::configured(None, "Banner /etc/os-release\nLogLevel DEBUG1\n")
    }

    fn configured(programs: Option<&Path>, more: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path();
        for key in ["client", "host", "stranger"] {
            make_key(&path.join(key), "ed25519");
        }
        fs::copy(path.join("client.pub"), path.join("authorized_keys")).expect("a folder to write in");
        // The shell that sshd starts for each command reads what a user has there.
        fs::create_dir(path.join("home")).expect("a folder to write in");
        let port = free_port();
        let configuration = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {0}/host\nAuthorizedKeysFile {0}/authorized_keys\n\
             PasswordAuthentication no\nKbdInteractiveAuthentication no\nUsePAM no\nStrictModes no\n\
             PidFile none\nPermitRootLogin yes\nPermitUserRC no\nSetEnv HOME={0}/home PATH={1}\n{more}",
            path.display(),
            programs.map_or(String::new(), |programs| format!("{}:", programs.display()))
                + &std::env::var("PATH").expect("a PATH"),
        );
        fs::write(path.join("sshd_config"), configuration).expect("a folder to write in");
        // Started as root, sshd wants this folder, which the package makes at boot only.
        let _ = fs::create_dir_all("/run/sshd");
        let mut command = Command::new("/usr/sbin/sshd");
        command.args(["-D", "-e", "-f"]).arg(path.join("sshd_config"));
        command
            .stdin(Stdio::null())
            .stderr(fs::File::create(path.join("log")).expect("a folder to write in"));
        let server = ServerProcess::start(&mut command, port);
        Self { port, folder, _server: server }
    }

    /// The URL of the repository at `path` on this machine.
    pub fn url(&self, path: &Path) -> String {
        format!("ssh://{}@127.0.0.1:{}{}", user(), self.port, path.display())
    }

    /// `127.0.0.1:PORT`.
    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The user to log in as.
    pub fn user(&self) -> String {
        user()
    }

    /// The port it listens at.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The ways in which somebody has tried to get in, of [`Sshd::start_talking`].
    pub fn ways(&self) -> Vec<String> {
        let log = fs::read_to_string(self.folder.path().join("log")).expect("a log");
        let ways = log.lines().filter(|line| line.contains("userauth-request"));
        ways.filter_map(|line| line.split_once(" method ")?.1.split(' ').next().map(str::to_owned)).collect()
    }

    /// The private key that is let in.
    pub fn key(&self) -> PathBuf {
        self.folder.path().join("client")
    }

    /// The `GIT_SSH_COMMAND` by which git comes in, whatever ssh is configured to do here.
    pub fn git_ssh_command(&self) -> String {
        let key = self.key();
        format!(
            "ssh -F none -i {} -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null",
            key.display()
        )
    }

    /// A private key that is not let in.
    pub fn stranger(&self) -> PathBuf {
        self.folder.path().join("stranger")
    }

    /// The line of a `known_hosts` file for this server.
    pub fn known_hosts(&self) -> String {
        self.known_hosts_with("host")
    }

    /// A line of a `known_hosts` file for this server with a key that is not its own.
    pub fn wrong_known_hosts(&self) -> String {
        self.known_hosts_with("stranger")
    }

    fn known_hosts_with(&self, key: &str) -> String {
        let public = fs::read_to_string(self.folder.path().join(key).with_extension("pub")).expect("a key");
        format!("[127.0.0.1]:{} {public}", self.port)
    }
}

/// Makes a key pair of `kind` at `path` and `path.pub`.
fn make_key(path: &Path, kind: &str) {
    let output = Command::new("ssh-keygen")
        .args(["-q", "-N", "", "-t", kind, "-f"])
        .arg(path)
        .output()
        .expect("ssh-keygen is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::set_permissions(path, Permissions::from_mode(0o600)).expect("a key of ours");
}

/// The name of the user who runs the test.
fn user() -> String {
    let output = Command::new("id").arg("-un").output().expect("id is installed");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
