//! Repositories to clone: each has one file, README, that says its name.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Makes the bare repository `root/name`.
pub fn make(root: &Path, name: &str) {
    let work = tempfile::tempdir().unwrap();
    fs::write(work.path().join("README"), name).unwrap();
    fs::create_dir_all(root.join(name)).unwrap();
    let script = "git init --quiet && git add README && git commit --quiet --message one \
                  && git clone --quiet --bare . \"$1\"";
    let mut shell = Command::new("sh");
    shell.args(["-ec", script, "sh"]).arg(root.join(name)).current_dir(work.path());
    for (name, value) in [("NAME", "t"), ("EMAIL", "t@localhost")] {
        shell.env(format!("GIT_AUTHOR_{name}"), value).env(format!("GIT_COMMITTER_{name}"), value);
    }
    assert!(shell.status().unwrap().success());
}
