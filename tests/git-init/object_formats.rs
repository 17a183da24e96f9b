//! Repositories with SHA-256 hashes.

use std::fs;

use tests::{GitDaemon, HttpBackend, Sshd};

use crate::clone::Bench;
use crate::judge::{self, assert_same, assert_same_tree, assert_sound, git};
use crate::repository::Repository;
use crate::submodules::add;

#[test]
fn sha_256_over_every_transport() {
    let bench = Bench::new();
    let repository = Repository::sample_with("sha256", bench.root(), "r.git");
    let (daemon, web, sshd) =
        (GitDaemon::start(bench.root()), HttpBackend::start(bench.root(), ("u", "p"), None), Sshd::start());
    bench.know(&sshd);
    let urls = [daemon.url("r.git"), web.url("r.git"), sshd.url(&repository.bare)];
    for (at, url) in urls.iter().enumerate() {
        let ours = bench.clone(url, "", &format!("ours{at}"));
        let theirs = bench.path(&format!("theirs{at}"));
        judge::clone(url, None, &theirs, |git| {
            git.env("GIT_SSH_COMMAND", sshd.git_ssh_command());
        });
        assert_same(&ours, &theirs);
        assert_eq!(git(&ours, ["rev-parse", "--show-object-format"]), "sha256");
        git(&ours, ["fsck", "--strict"]);
        let full = bench.path(&format!("full{at}"));
        let args = ["-url", url, "-depth=0", "-path", full.to_str().unwrap()];
        bench.run(&args).succeeded();
        assert_eq!(git(&full, ["rev-list", "--count", "HEAD"]), "4");
        git(&full, ["fsck", "--strict"]);
    }
    assert_sound(&bench.path("ours0"));
    for (at, url) in [repository.bare.display().to_string(), format!("file://{}", repository.bare.display())]
        .iter()
        .enumerate()
    {
        let ours = bench.clone(url, "", &format!("local{at}"));
        assert_same_tree(&ours, &bench.path("theirs0"));
        assert_sound(&ours);
    }
}

#[test]
fn every_revision_of_sha_256() {
    let bench = Bench::new();
    let repository = Repository::sample_with("sha256", bench.root(), "r.git");
    let server = GitDaemon::start(bench.root());
    let old = repository.hash("main~2");
    assert_eq!(old.len(), 64);
    // One clone for all of them: each moves it on from the one before.
    for revision in
        ["light", "annotated", "feature/deep", "refs/pull/1/head", &repository.hash("main"), &old, &old[..9]]
    {
        for url in [server.url("r.git"), repository.bare.display().to_string()] {
            let ours = bench.clone(&url, revision, "ours");
            let expected = if old.starts_with(revision) { old.clone() } else { repository.hash(revision) };
            assert_eq!(git(&ours, ["rev-parse", "HEAD"]), expected, "{revision}");
            assert_sound(&ours);
        }
    }
    let url = server.url("r.git");
    let ours = bench.path("refspecs");
    let refspecs = format!("refs/heads/*:refs/remotes/origin/* {old}:refs/heads/old");
    let args = ["-url", &url, "-path", ours.to_str().unwrap(), "-refspec", &refspecs];
    let flags = ["-revision=both", "-depth=0", "-verifyRef=main"];
    bench.run(&[&args[..], &flags].concat()).failed();
    git(&repository.bare, ["config", "uploadpack.allowAnySHA1InWant", "true"]);
    bench.run(&[&args[..], &flags].concat()).succeeded();
    assert_eq!(git(&ours, ["rev-parse", "old"]), old);
    assert_eq!(git(&ours, ["rev-parse", "HEAD"]), repository.hash("heads/both"));
}

#[test]
fn git_pushes_from_a_clone_of_sha_256() {
    let bench = Bench::new();
    let repository = Repository::sample_with("sha256", bench.root(), "r.git");
    let ours = bench.clone(repository.bare.to_str().unwrap(), "main", "ours");
    fs::write(ours.join("README"), "four\n").unwrap();
    git(&ours, ["commit", "--quiet", "--all", "--message=fourth"]);
    git(&ours, ["push", "--quiet"]);
    let pushed = git(&ours, ["rev-parse", "HEAD"]);
    assert_eq!(git(&repository.bare, ["rev-parse", "main"]), pushed);
}

#[test]
fn submodules_and_sparse_checkouts_of_sha_256() {
    let bench = Bench::new();
    let inner = Repository::sample_with("sha256", bench.root(), "inner.git");
    let outer = Repository::sample_with("sha256", bench.root(), "outer.git");
    let server = GitDaemon::start(bench.root());
    add(&outer, "inner", "in", "../inner.git", &inner.hash("main~1"));
    outer.push();
    let url = server.url("outer.git");
    let ours = bench.clone(&url, "", "ours");
    assert_eq!(git(&ours.join("in"), ["rev-parse", "HEAD"]), inner.hash("main~1"));
    assert_sound(&ours);
    assert_sound(&ours.join("in"));
    let sparse = bench.path("sparse");
    let args = ["-url", &url, "-path", sparse.to_str().unwrap(), "-sparseCheckoutDirectories=/a"];
    bench.run(&args).succeeded();
    assert!(sparse.join("a/b/c/deep").exists() && !sparse.join("README").exists());
    assert_sound(&sparse);
}
