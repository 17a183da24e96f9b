//! One repository over every transport, default branch and shallow.

use std::fs;

use tests::{Certificates, GitDaemon, HttpBackend, Sshd};

use crate::clone::Bench;
use crate::judge::{self, assert_same, assert_sound};
use crate::repository::Repository;

const USER: (&str, &str) = ("ci", "s3cret");

#[test]
fn git_daemon() {
    let bench = Bench::new();
    Repository::sample(bench.root(), "r.git");
    let server = GitDaemon::start(bench.root());
    let ours = bench.clone(&server.url("r.git"), "", "ours");
    let theirs = bench.path("theirs");
    judge::clone(&server.url("r.git"), None, &theirs, |_| {});
    assert_same(&ours, &theirs);
    assert_sound(&ours);
}

#[test]
fn http() {
    let bench = Bench::new();
    Repository::sample(bench.root(), "r.git");
    let server = HttpBackend::start(bench.root(), USER, None);
    let ours = bench.clone(&server.url("r.git"), "", "ours");
    let theirs = bench.path("theirs");
    judge::clone(&server.url("r.git"), None, &theirs, |_| {});
    assert_same(&ours, &theirs);
    assert_sound(&ours);
}

#[test]
fn https_with_an_authority_of_ones_own() {
    let bench = Bench::new();
    Repository::sample(bench.root(), "r.git");
    let certificates = Certificates::make(bench.root());
    let server = HttpBackend::start(bench.root(), USER, Some(&certificates.server));
    for variable in ["GIT_SSL_CAINFO", "SSL_CERT_FILE"] {
        let ours = bench.path(variable);
        let mut command = bench.command(&["-url", &server.url("r.git"), "-path", ours.to_str().unwrap()]);
        crate::clone::outcome(command.env(variable, &certificates.authority)).succeeded();
        let theirs = bench.path(&format!("{variable}.git"));
        judge::clone(&server.url("r.git"), None, &theirs, |git| {
            git.env("GIT_SSL_CAINFO", &certificates.authority);
        });
        assert_same(&ours, &theirs);
    }
}

#[test]
fn ssh() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let server = Sshd::start();
    fs::create_dir(bench.path("home/.ssh")).unwrap();
    fs::copy(server.key(), bench.path("home/.ssh/id_key")).unwrap();
    fs::write(bench.path("home/.ssh/known_hosts"), server.known_hosts()).unwrap();
    let url = server.url(&repository.bare);
    let ours = bench.clone(&url, "", "ours");
    let theirs = bench.path("theirs");
    judge::clone(&url, None, &theirs, |git| {
        git.env(
            "GIT_SSH_COMMAND",
            format!(
                "ssh -F none -i {} -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null",
                server.key().display()
            ),
        );
    });
    assert_same(&ours, &theirs);
}
