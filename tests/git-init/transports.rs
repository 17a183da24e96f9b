//! One repository over every transport, default branch and shallow.

use tests::Sshd;

use crate::clone::Bench;
use crate::judge::{self, assert_cloned_alike, assert_same};
use crate::repository::Repository;
use crate::served;

#[test]
fn git_daemon() {
    let (bench, _, server) = served::by_daemon();
    assert_cloned_alike(&bench, &server.url("r.git"), "", "ours");
}

#[test]
fn http() {
    let (bench, _, server) = served::over_http();
    assert_cloned_alike(&bench, &server.url("r.git"), "", "ours");
}

#[test]
fn https_with_an_authority_of_ones_own() {
    let (bench, _, server, certificates) = served::over_https();
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
    bench.know(&server);
    let url = server.url(&repository.bare);
    let ours = bench.clone(&url, "", "ours");
    let theirs = bench.path("theirs");
    judge::clone(&url, None, &theirs, |git| {
        git.env("GIT_SSH_COMMAND", server.git_ssh_command());
    });
    assert_same(&ours, &theirs);
}
