//! Users, HOME, read-only roots, signals.

use std::fs::{self, Permissions};
use std::io::Read;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tests::{GitDaemon, binary, mount_namespace, root};

use crate::clone::{Bench, outcome};
use crate::judge::assert_sound;
use crate::repository::Repository;

#[test]
fn without_a_home_and_with_one_that_cannot_be_read() {
    let bench = Bench::new();
    Repository::sample(bench.root(), "r.git");
    let server = GitDaemon::start(bench.root());
    for (at, home) in [None, Some(""), Some("/nonexistent"), Some("/dev/null")].into_iter().enumerate() {
        let path = bench.path(&format!("ours{at}"));
        let mut command = bench.command(&["-url", &server.url("r.git"), "-path", path.to_str().unwrap()]);
        command.env_remove("HOME");
        if let Some(home) = home {
            command.env("HOME", home);
        }
        outcome(&mut command).succeeded();
        assert_sound(&path);
    }
}

#[test]
fn as_a_user_without_a_name_on_a_volume_of_another() {
    if !root() {
        return;
    }
    let bench = Bench::new();
    Repository::sample(bench.root(), "r.git");
    let server = GitDaemon::start(bench.root());
    fs::set_permissions(bench.root(), Permissions::from_mode(0o755)).unwrap();
    let program = bench.path("git-init");
    fs::copy(binary("git-init"), &program).unwrap();
    // root's own home, which this user may not read.
    let home = bench.path("home");
    fs::write(home.join(".gitconfig"), "[user]\n\tname = root\n").unwrap();
    fs::set_permissions(&home, Permissions::from_mode(0o700)).unwrap();
    let volume = bench.path("volume");
    fs::create_dir(&volume).unwrap();
    chown(&volume, Some(12345), None).unwrap();
    fs::set_permissions(&volume, Permissions::from_mode(0o777)).unwrap();
    for path in [volume.clone(), volume.join("below")] {
        let _ = fs::remove_dir_all(path.join(".git"));
        for _ in 0..2 {
            let mut command = Command::new(&program);
            command.args(["-url", &server.url("r.git"), "-path", path.to_str().unwrap()]);
            command.env_clear().env("HOME", &home).current_dir("/").uid(54321).gid(54321);
            outcome(&mut command).succeeded();
        }
        assert_sound(&path);
        for entry in fs::read_dir(&path).unwrap() {
            let entry = entry.unwrap().path();
            if entry.is_dir() { fs::remove_dir_all(entry).unwrap() } else { fs::remove_file(entry).unwrap() }
        }
    }
}

/// All of the file system read-only but the volume, and no `/proc`.
#[test]
fn with_a_read_only_root() {
    let bench = Bench::new();
    Repository::sample(bench.root(), "r.git");
    let server = GitDaemon::start(bench.root());
    let volume = bench.path("volume");
    fs::create_dir(&volume).unwrap();
    let scene = format!(
        "mount -t tmpfs tmpfs {}\nmount -o remount,bind,ro /\nmount -t tmpfs tmpfs /proc\n! touch /etc/x 2>/dev/null",
        volume.display()
    );
    let Some(namespace) = mount_namespace(&scene) else { return };
    let mut command = Command::new(&namespace[0]);
    command.args(&namespace[1..]).arg(binary("git-init")).args(["-url", &server.url("r.git"), "-path"]);
    let output = command.arg(volume.join("ours")).env("HOME", "/root").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}

#[test]
fn a_signal_ends_it_within_a_second() {
    // A server that takes the connection and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap();
    for (signal, code) in [("TERM", 143), ("INT", 130)] {
        for scheme in ["git", "http", "ssh"] {
            let bench = Bench::new();
            let url = format!("{scheme}://{address}/r");
            let mut command = bench.command(&["-url", &url, "-path", bench.path("ours").to_str().unwrap()]);
            let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
            let (_connection, _) = silent.accept().unwrap();
            let sent = Instant::now();
            assert!(
                Command::new("kill")
                    .args(["-s", signal, &child.id().to_string()])
                    .status()
                    .unwrap()
                    .success()
            );
            let status = child.wait().unwrap();
            let took = sent.elapsed();
            let mut said = String::new();
            child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
            assert_eq!(status.code(), Some(code), "{said}");
            assert!(took < Duration::from_secs(1), "{took:?}");
            assert!(said.contains("stopped by SIG"), "{said}");
        }
    }
}
