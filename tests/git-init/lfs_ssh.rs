//! Git LFS beside a repository that comes over ssh.

use std::fs;

use tests::{HttpBackend, LfsRules, LfsServer, Sshd, write_program};

use crate::clone::{Bench, outcome};
use crate::judge::assert_same_tree;
use crate::lfs_scene::{ONE, USER, large_files, lfs_command};
use crate::repository::Repository;

/// What git-lfs-authenticate grants.
const GRANT: &str = "RemoteAuth granted";

struct Ssh {
    bench: Bench,
    repository: Repository,
    lfs: LfsServer,
    server: Sshd,
}

/// A repository `name` over ssh, where `program` stands for git-lfs-authenticate; `LFS` in it is the LFS server's URL.
fn ssh(name: &str, rules: LfsRules, program: &str) -> Ssh {
    let bench = Bench::new();
    let lfs = LfsServer::start(rules);
    let repository = Repository::empty(bench.root(), name);
    large_files(&repository, &lfs);
    fs::create_dir(bench.path("programs")).unwrap();
    let program = program.replace("LFS", &lfs.url()).replace("ASKED", bench.path("asked").to_str().unwrap());
    write_program(bench.path("programs/git-lfs-authenticate"), "755", format!("#!/bin/sh\n{program}"));
    let server = Sshd::start_with(Some(&bench.path("programs")));
    bench.know(&server);
    Ssh { bench, repository, lfs, server }
}

/// Clones a repository `name` whose server grants its objects.
fn granted(name: &str) -> Ssh {
    let rules = LfsRules { authorization: Some(GRANT.into()), ..LfsRules::default() };
    let grant =
        format!(r#"{{"href": "LFS/granted", "header": {{"Authorization": "{GRANT}"}}, "expires_in": 60}}"#);
    let scene = ssh(name, rules, &format!("echo \"$@\" >>ASKED\nprintf '%s' '{grant}'\n"));
    let url = scene.server.url(&scene.repository.bare);
    let ours = scene.bench.path("ours");
    let outcome = scene.bench.run(&["-lfs", "-url", &url, "-path", ours.to_str().unwrap()]);
    outcome.succeeded();
    assert!(!outcome.text.contains("granted"), "{}", outcome.text);
    assert_eq!(fs::read(ours.join("one.bin")).unwrap(), ONE);
    let asked = fs::read_to_string(scene.bench.path("asked")).unwrap();
    assert_eq!(asked.trim(), format!("{} download", scene.repository.bare.display()));
    assert_eq!(scene.lfs.requests()[0].path, "/granted/objects/batch");
    scene
}

#[test]
fn a_quote_in_the_path_is_the_paths() {
    // git-lfs itself stumbles there.
    granted("it's.git");
}

#[test]
fn the_server_is_asked_who_has_the_objects() {
    let scene = granted("r.git");
    let (url, ours) = (scene.server.url(&scene.repository.bare), scene.bench.path("ours"));
    let theirs = scene.bench.path("theirs");
    let mut clone = lfs_command(scene.bench.root());
    let ssh = clone.env("GIT_SSH_COMMAND", scene.server.git_ssh_command());
    assert!(ssh.args(["clone", "--quiet", "--depth=1", &url]).arg(&theirs).status().unwrap().success());
    assert_same_tree(&ours, &theirs);
}

#[test]
fn a_server_that_does_not_know_has_its_objects_behind_https() {
    let scene = ssh("r.git", LfsRules::default(), "echo unknown >&2\nexit 127\n");
    let url = scene.server.url(&scene.repository.bare);
    let ours = scene.bench.path("ours");
    let args = ["-lfs", "-retryMaxAttempts=1", "-url", &url, "-path", ours.to_str().unwrap()];
    // https at the host itself: nobody is there.
    let outcome = outcome(scene.bench.command(&args).env("https_proxy", "http://127.0.0.1:1"));
    let failure = outcome.failed();
    assert!(
        outcome.text.contains("does not know git-lfs-authenticate; its https is tried"),
        "{}",
        outcome.text
    );
    assert_eq!(failure["stage"], "connect", "{failure}");
    assert_eq!(failure["host"], "127.0.0.1", "{failure}");
    // A server that the configuration names is asked and nobody else.
    let web = HttpBackend::start_before(scene.bench.root(), USER, None, Some(scene.lfs.port()));
    let rule = format!("[lfs]\n\turl = {}/info/lfs\n", web.url("any.git"));
    fs::write(scene.bench.path("home/.gitconfig"), rule).unwrap();
    scene.bench.run(&args).succeeded();
    assert_eq!(fs::read(ours.join("one.bin")).unwrap(), ONE);
}

#[test]
fn a_host_key_is_checked_here_too() {
    let scene = ssh("r.git", LfsRules::default(), "echo asked >>ASKED\n");
    let home = scene.bench.path("home");
    // The repository comes from this machine; only its LFS server is behind ssh.
    let rule = format!("[lfs]\n\turl = {}\n", scene.server.url(&scene.repository.bare));
    fs::write(home.join(".gitconfig"), rule).unwrap();
    fs::write(home.join(".ssh/known_hosts"), scene.server.wrong_known_hosts()).unwrap();
    let failure = scene.bench.refusal_of(&["-lfs"], scene.repository.bare.to_str().unwrap(), "ours");
    assert_eq!(failure["stage"], "connect", "{failure}");
    assert!(failure["msg"].as_str().unwrap().contains("host key"), "{failure}");
    fs::remove_file(home.join(".ssh/known_hosts")).unwrap();
    let args = ["-lfs", "-retryMaxAttempts=1", "-url", scene.repository.bare.to_str().unwrap()];
    let unchecked =
        scene.bench.run(&[&args[..], &["-path", scene.bench.path("ours").to_str().unwrap()]].concat());
    assert!(unchecked.text.contains("is taken unchecked"), "{}", unchecked.text);
    fs::remove_file(scene.bench.path("asked")).unwrap();
    fs::copy(scene.server.stranger(), home.join(".ssh/id_key")).unwrap();
    fs::write(home.join(".ssh/known_hosts"), scene.server.known_hosts()).unwrap();
    let failure = scene.bench.refusal_of(&["-lfs"], scene.repository.bare.to_str().unwrap(), "ours");
    assert_eq!(failure["stage"], "authenticate", "{failure}");
    assert!(!scene.bench.path("asked").exists());
}
