//! A second run at the same path updates the clone.

use std::fs;

use tests::GitDaemon;

use crate::clone::Bench;
use crate::judge::{self, assert_cloned_alike, assert_same_tree, assert_sound, git};
use crate::repository::Repository;
use crate::served;

#[test]
fn a_clone_follows_its_branch() {
    let (bench, repository, server) = served::by_daemon();
    let url = server.url("r.git");
    let ours = bench.clone(&url, "", "ours");
    fs::remove_file(repository.work.join("a/b/c/deep")).unwrap();
    repository.write("new", b"new\n");
    repository.commit("fourth");
    repository.push();
    fs::write(ours.join("README"), "changed here\n").unwrap();
    fs::write(ours.join("untracked"), "mine\n").unwrap();
    bench.clone(&url, "", "ours");
    assert_eq!(fs::read_to_string(ours.join("untracked")).unwrap(), "mine\n", "what git does not know stays");
    fs::remove_file(ours.join("untracked")).unwrap();
    let theirs = bench.path("theirs");
    judge::clone(&url, None, &theirs, |_| {});
    assert_same_tree(&ours, &theirs);
    assert_sound(&ours);
}

#[test]
fn nothing_new_is_nothing_to_do() {
    let (bench, _, server) = served::by_daemon();
    bench.clone(&server.url("r.git"), "", "ours");
    assert_cloned_alike(&bench, &server.url("r.git"), "", "ours");
}

#[test]
fn a_clone_moves_between_revisions() {
    let (bench, repository, server) = served::by_daemon();
    for revision in
        ["main", "light", "feature/deep", "refs/pull/1/head", "annotated", "light", "main", "both"]
    {
        let ours = bench.clone(&server.url("r.git"), revision, "ours");
        let full = if revision == "both" { "refs/tags/both" } else { revision };
        assert_eq!(git(&ours, ["rev-parse", "HEAD"]), repository.hash(full), "{revision}");
        assert_sound(&ours);
    }
}

#[test]
fn a_branch_that_was_rewritten_or_set_back_is_followed() {
    let (bench, repository, server) = served::by_daemon();
    let ours = bench.clone(&server.url("r.git"), "", "ours");
    for change in
        [["reset", "--hard", "--quiet", "main~1"], ["commit", "--amend", "--quiet", "--message=other"]]
    {
        repository.git(change);
        repository.push();
        bench.clone(&server.url("r.git"), "", "ours");
        assert_eq!(git(&ours, ["rev-parse", "HEAD"]), repository.hash("main"));
        assert_sound(&ours);
    }
}

#[test]
fn another_url_becomes_the_origin() {
    let bench = Bench::new();
    Repository::sample(bench.root(), "r.git");
    let other = Repository::sample(bench.root(), "other.git");
    other.write("other", b"other\n");
    other.commit("other");
    other.push();
    let server = GitDaemon::start(bench.root());
    let ours = bench.clone(&server.url("r.git"), "", "ours");
    bench.clone(&server.url("other.git"), "", "ours");
    assert_eq!(git(&ours, ["remote", "get-url", "origin"]), server.url("other.git"));
    assert_eq!(git(&ours, ["rev-parse", "HEAD"]), other.hash("main"));
    assert_sound(&ours);
}

#[test]
fn a_clone_that_git_made_is_updated_too() {
    let (bench, repository, server) = served::by_daemon();
    let ours = bench.path("ours");
    git(bench.root(), ["clone", "--quiet", &server.url("r.git"), ours.to_str().unwrap()]);
    repository.write("README", b"four\n");
    repository.commit("fourth");
    repository.push();
    bench.clone(&server.url("r.git"), "", "ours");
    assert_eq!(git(&ours, ["rev-parse", "HEAD"]), repository.hash("main"));
    assert_sound(&ours);
}
