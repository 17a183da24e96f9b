//! git over ssh: an sshd that knows several keys, each good for some repositories, as git hosts have it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::repositories;
use crate::server::{Server, free_port, there};

/// A running sshd.
pub struct Sshd {
    server: Server,
    folder: PathBuf,
}

impl Sshd {
    /// Starts one below `folder` for `repositories`. Each of `keys` has a name and the beginning of the paths
    /// that it is good for. `None` where there is no sshd.
    pub fn serve(folder: &Path, repositories: &[&str], keys: &[(&str, &str)]) -> Option<Self> {
        // sshd starts itself anew, so it wants to be called by its whole path.
        let program = "/usr/sbin/sshd";
        if !there(program, "openssh-server") || !there("ssh", "openssh-client") {
            return None;
        }
        let root = folder.join("ssh");
        for name in repositories {
            repositories::make(&root, name);
        }
        make_key(&folder.join("host-key"));
        let gate = folder.join("gate");
        tests::write_program(&gate, "755", gate_script(&root));
        let mut authorized = Vec::new();
        for (name, beginning) in keys {
            let key = folder.join(name);
            make_key(&key);
            let public = fs::read_to_string(key.with_extension("pub")).unwrap();
            let gate = gate.display();
            authorized.push(format!("restrict,command=\"{gate} '{beginning}'\" {public}"));
        }
        fs::write(folder.join("authorized_keys"), authorized.concat()).unwrap();
        // The shell that sshd starts for each command reads what a user has there.
        let home = folder.join("ssh-home");
        fs::create_dir(&home).unwrap();
        // Where a root's sshd goes to have nothing; Debian's service makes it.
        let _ = fs::create_dir_all("/run/sshd");
        let port = free_port();
        let mut sshd = Command::new(program);
        sshd.args(["-D", "-e", "-f", "/dev/null", "-p", &port.to_string()]);
        for (key, value) in [
            ("HostKey", folder.join("host-key").display().to_string()),
            ("AuthorizedKeysFile", folder.join("authorized_keys").display().to_string()),
            ("PidFile", "none".to_owned()),
            ("StrictModes", "no".to_owned()),
            ("UsePAM", "no".to_owned()),
            ("SetEnv", format!("HOME={}", home.display())),
            ("PasswordAuthentication", "no".to_owned()),
            ("KbdInteractiveAuthentication", "no".to_owned()),
            ("PermitRootLogin", "prohibit-password".to_owned()),
        ] {
            sshd.arg("-o").arg(format!("{key}={value}"));
        }
        let server = Server::start(&mut sshd, port, &folder.join("sshd.log"));
        Some(Self { server, folder: folder.to_owned() })
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.server.port
    }

    /// The private key `name`.
    pub fn key(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap()
    }

    /// The line of a `known_hosts` for this server under `host`.
    pub fn known_host(&self, host: &str) -> String {
        let public = fs::read_to_string(self.folder.join("host-key.pub")).unwrap();
        format!("[{host}]:{} {public}", self.port())
    }
}

/// Who is logged in here, and so may log in there.
pub fn user() -> String {
    let output = Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Makes a key pair, `path` and `path.pub`.
pub fn make_key(path: &Path) {
    let mut keygen = Command::new("ssh-keygen");
    keygen.args(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f"]).arg(path);
    assert!(keygen.status().unwrap().success());
}

/// The program that a login runs: git's own service for repositories whose path begins with its argument, with
/// and without `.git`, from the server's root or from its home.
fn gate_script(root: &Path) -> String {
    format!(
        r#"#!/bin/sh
cd '{}' || exit
eval "set -- '$1' $SSH_ORIGINAL_COMMAND"
path=${{3#/}}
path=${{path%.git}}.git
case "$2 $path" in
  "git-upload-pack $1"*) exec git upload-pack "$path" ;;
  *) echo "this key is not for $path" >&2; exit 1 ;;
esac
"#,
        root.display()
    )
}
