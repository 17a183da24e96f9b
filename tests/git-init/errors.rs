//! What is said when something is wrong: the stage, the host and the remedy.

use std::net::TcpListener;

use tests::GitDaemon;

use crate::clone::{Bench, outcome};
use crate::repository::Repository;
use crate::served;

#[test]
fn the_command_line_is_gos() {
    let bench = Bench::new();
    for (args, said) in [
        (&["-nope"][..], "flag provided but not defined: -nope"),
        (&["-url"], "flag needs an argument: -url"),
    ] {
        let outcome = bench.run(args);
        assert_eq!(outcome.code, Some(2), "{outcome:?}");
        assert!(outcome.text.contains(said) && outcome.text.contains("Usage: git-init"), "{outcome:?}");
    }
    let output = bench.command(&["-h"]).output().unwrap();
    assert!(output.status.success());
    assert!(String::from_utf8(output.stdout).unwrap().contains("Example:"));
}

#[test]
fn each_stage_has_its_name() {
    let (bench, _, web) = served::over_http();
    let daemon = GitDaemon::start(bench.root());
    // Bound and not listening: whoever connects is turned away.
    let deaf = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for (url, stage, host, said) in [
        ("http://nowhere.invalid/r".to_owned(), "resolve", "nowhere.invalid".to_owned(), "DNS"),
        (format!("http://{deaf}/r"), "connect", deaf.to_string(), "is the server up"),
        (format!("git://{deaf}/r"), "connect", deaf.to_string(), "is the server up"),
        (format!("ssh://git@{deaf}/r"), "connect", deaf.to_string(), "is the server up"),
        (web.url("none.git"), "fetch", web.host(), "is the path right"),
        (daemon.url("none.git"), "fetch", String::new(), "is the path right"),
        (String::new(), "prepare", String::new(), "-url is empty"),
        ("ext::sh -c id".to_owned(), "prepare", String::new(), "remote helper"),
        ("https://u:pass/w0rd@h/r".to_owned(), "prepare", String::new(), "%2F"),
    ] {
        let failure = bench.refusal(&url, "ours");
        assert_eq!(failure["stage"], stage, "{failure}");
        if !host.is_empty() {
            assert_eq!(failure["host"], *host, "{failure}");
            assert!(failure["msg"].as_str().unwrap().contains(&host), "{failure}");
        }
        assert!(failure["msg"].as_str().unwrap().contains(said), "{failure}");
        assert!(!failure.to_string().contains("w0rd"), "{failure}");
    }
}

#[test]
fn a_revision_that_is_not_there_gets_a_suggestion() {
    let (bench, _, server) = served::by_daemon();
    let mut command = bench.command(&["-url", &server.url("r.git"), "-revision", "origin/main", "-path"]);
    let failure = outcome(command.arg(bench.path("ours"))).failed();
    assert_eq!(failure["remedy"], "did you mean main?", "{failure}");
}

#[test]
fn an_empty_repository_is_said_to_be_empty() {
    let bench = Bench::new();
    Repository::empty(bench.root(), "r.git");
    let server = GitDaemon::start(bench.root());
    let failure = bench.refusal(&server.url("r.git"), "ours");
    assert!(failure["msg"].as_str().unwrap().contains("the remote is empty"), "{failure}");
}

#[test]
fn a_tag_of_a_file_is_no_commit() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    repository.git(["tag", "file", "HEAD:README"]);
    repository.push();
    let server = GitDaemon::start(bench.root());
    let mut command = bench.command(&["-url", &server.url("r.git"), "-revision", "file", "-path"]);
    let failure = outcome(command.arg(bench.path("ours"))).failed();
    assert!(failure["msg"].as_str().unwrap().contains("refs/tags/file is no commit"), "{failure}");
}
