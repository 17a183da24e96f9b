//! A registry that asks for a user name and a password: Debian's docker-registry.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::server::{Server, free_port, there};

/// A user of the registry with what bcrypt makes of the password, at the least work that it allows.
pub const USER: (&str, &str) = ("carter", "wheel:barrow/1");
/// Another one.
pub const OTHER: (&str, &str) = ("smith", "bolt&nut%2F");

const HTPASSWD: &str = "\
carter:$2b$04$aLe3/kIrysVrbm/KRqEXyuIfcA2o0mS2njugCZyK8qKVom059MH.u
smith:$2b$04$PhEYOhOYtt7h6kCn7zlR2OLnOPVm2naAcCsap.OKZ3ZTsTXD5C1Tm
";

/// Starts one below `folder` that knows only `user`; `None` where there is none, or no skopeo to ask it with.
pub fn serve(folder: &Path, user: (&str, &str)) -> Option<Server> {
    if !there("docker-registry", "docker-registry") || !there("skopeo", "skopeo") {
        return None;
    }
    let port = free_port();
    let folder = folder.join(format!("registry-{port}"));
    fs::create_dir(&folder).unwrap();
    let line = HTPASSWD.lines().find(|line| line.split(':').next() == Some(user.0)).expect("a known user");
    fs::write(folder.join("htpasswd"), format!("{line}\n")).unwrap();
    let place = folder.display();
    let configuration = format!(
        "version: 0.1\nstorage: {{filesystem: {{rootdirectory: {place}}}}}\nhttp: {{addr: ':{port}'}}\n\
         auth: {{htpasswd: {{realm: registry, path: {place}/htpasswd}}}}\n"
    );
    fs::write(folder.join("config.yml"), configuration).unwrap();
    let mut registry = Command::new("docker-registry");
    registry.arg("serve").arg(folder.join("config.yml"));
    Some(Server::start(&mut registry, port, &folder.join("log")))
}
