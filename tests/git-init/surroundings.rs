//! Users, HOME, read-only roots.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::process::Command;

use tests::{binary, mount_namespace, root};

use crate::clone::outcome;
use crate::judge::assert_sound;
use crate::served;

#[test]
fn without_a_home_and_with_one_that_cannot_be_read() {
    let (bench, _, server) = served::by_daemon();
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
    let (bench, _, server) = served::by_daemon();
    fs::set_permissions(bench.root(), Permissions::from_mode(0o755)).unwrap();
    let program = bench.path("git-init");
    tests::copy_program(binary("git-init"), &program);
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
    let (bench, _, server) = served::by_daemon();
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
