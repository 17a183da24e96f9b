//! Repositories with SHA-256 hashes: refused, and said why.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tests::{GitDaemon, HttpBackend, Sshd};

use crate::clone::Bench;
use crate::judge::git;
use crate::repository::Repository;

/// A repository with SHA-256 hashes and one commit, and a bare clone of it.
fn sample(bench: &Bench) -> (PathBuf, String) {
    let (work, bare) = (bench.path("work"), bench.path("r.git"));
    let init = ["init", "--quiet", "--object-format=sha256", "--initial-branch=main"];
    git(bench.root(), init.into_iter().chain([work.to_str().unwrap()]));
    fs::write(work.join("README"), "x\n").unwrap();
    git(&work, ["add", "--all"]);
    git(&work, ["commit", "--quiet", "--message=first"]);
    git(bench.root(), ["clone", "--quiet", "--bare", work.to_str().unwrap(), bare.to_str().unwrap()]);
    (bare, git(&work, ["rev-parse", "HEAD"]))
}

fn assert_refused(failure: &Value, stage: &str, path: &Path) {
    assert_eq!(failure["stage"], stage, "{failure}");
    assert!(failure["remedy"].as_str().unwrap().contains("only repositories with SHA-1"), "{failure}");
    assert!(!path.join("README").exists(), "{failure}");
}

#[test]
fn servers_and_folders_with_sha_256_are_refused_at_once() {
    let bench = Bench::new();
    let (bare, hash) = sample(&bench);
    assert_eq!(hash.len(), 64);
    let (daemon, web, sshd) =
        (GitDaemon::start(bench.root()), HttpBackend::start(bench.root(), ("u", "p"), None), Sshd::start());
    fs::create_dir(bench.path("home/.ssh")).unwrap();
    fs::copy(sshd.key(), bench.path("home/.ssh/id_key")).unwrap();
    fs::write(bench.path("home/.ssh/known_hosts"), sshd.known_hosts()).unwrap();
    let urls = [
        daemon.url("r.git"),
        web.url("r.git"),
        sshd.url(&bare),
        bare.display().to_string(),
        format!("file://{}", bare.display()),
    ];
    for (at, url) in urls.iter().enumerate() {
        for revision in ["", "main", &hash] {
            let path = bench.path(&format!("ours{at}{revision}"));
            let args = ["-url", url, "-path", path.to_str().unwrap(), "-revision", revision];
            let outcome = bench.run(&args);
            assert_refused(&outcome.failed(), "fetch", &path);
            assert_eq!(outcome.lines().len(), 1, "not tried again: {}", outcome.text);
        }
    }
}

#[test]
fn a_clone_with_sha_256_and_a_hash_of_one_are_refused() {
    let bench = Bench::new();
    let (_, hash) = sample(&bench);
    let other = Repository::sample(bench.root(), "other.git");
    let url = other.bare.to_str().unwrap();
    let work = bench.path("work");
    let outcome = bench.run(&["-url", url, "-path", work.to_str().unwrap()]);
    assert_eq!(outcome.failed()["stage"], "prepare");
    assert!(outcome.text.contains("only repositories with SHA-1"), "{}", outcome.text);
    assert_eq!(git(&work, ["status", "--porcelain"]), "", "it is as it was");
    let path = bench.path("ours");
    let outcome = bench.run(&["-url", url, "-path", path.to_str().unwrap(), "-revision", &hash]);
    assert_refused(&outcome.failed(), "fetch", &path);
}
