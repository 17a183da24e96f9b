//! What a revision means: the same as to git.

use tests::{GitDaemon, HttpBackend};

use crate::clone::Bench;
use crate::judge::{self, assert_cloned_alike, assert_same_tree, assert_sound, git};
use crate::repository::Repository;
use crate::served;

#[test]
fn branches_and_tags_are_cloned_as_git_clones_them() {
    let (bench, _, server) = served::by_daemon();
    for (at, revision) in ["main", "feature/deep", "light", "annotated", "outer"].into_iter().enumerate() {
        assert_cloned_alike(&bench, &server.url("r.git"), revision, &format!("ours{at}"));
    }
}

#[test]
fn other_names_are_fetched_as_git_fetches_them() {
    let (bench, repository, server) = served::by_daemon();
    let names = [
        "refs/heads/main",
        "heads/main",
        "refs/tags/annotated",
        "tags/light",
        "refs/pull/1/head",
        "pull/1/head",
        "HEAD",
        "@",
    ];
    for (at, revision) in names.into_iter().enumerate() {
        let ours = bench.clone(&server.url("r.git"), revision, &format!("ours{at}"));
        let theirs = bench.path(&format!("theirs{at}"));
        judge::fetch(&server.url("r.git"), revision, &theirs);
        assert_same_tree(&ours, &theirs);
        assert_eq!(git(&ours, ["rev-parse", "HEAD"]), git(&theirs, ["rev-parse", "HEAD"]), "{revision}");
        assert_sound(&ours);
    }
    assert_eq!(git(&bench.path("ours4"), ["rev-parse", "HEAD"]), repository.hash("refs/pull/1/head"));
}

#[test]
fn a_tag_wins_over_a_branch_of_its_name() {
    let (bench, repository, server) = served::by_daemon();
    let path = bench.path("ours");
    let outcome =
        bench.run(&["-url", &server.url("r.git"), "-revision", "both", "-path", path.to_str().unwrap()]);
    outcome.succeeded();
    assert_eq!(git(&path, ["rev-parse", "HEAD"]), repository.hash("refs/tags/both"));
    assert_ne!(repository.hash("refs/tags/both"), repository.hash("refs/heads/both"));
    assert!(outcome.text.contains("both is refs/tags/both and refs/heads/both"), "{}", outcome.text);
    judge::fetch(&server.url("r.git"), "both", &bench.path("theirs"));
    assert_eq!(git(&bench.path("theirs"), ["rev-parse", "HEAD"]), repository.hash("refs/tags/both"));
}

#[test]
fn a_commit_by_its_hash_is_shallow_where_the_server_gives_it() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    git(&repository.bare, ["config", "uploadpack.allowReachableSHA1InWant", "true"]);
    let server = HttpBackend::start(bench.root(), ("u", "p"), None);
    for (name, revision) in [("tip", "main"), ("inner", "main~2"), ("tag", "annotated")] {
        let hash = repository.hash(revision);
        let ours = bench.clone(&server.url("r.git"), &hash, name);
        assert_eq!(git(&ours, ["rev-parse", "HEAD"]), hash);
        assert_eq!(git(&ours, ["rev-list", "--count", "HEAD"]), "1", "{revision} is shallow");
        let theirs = bench.path(&format!("{name}.git"));
        judge::fetch(&server.url("r.git"), &hash, &theirs);
        assert_same_tree(&ours, &theirs);
        assert_sound(&ours);
    }
}

#[test]
fn a_commit_that_the_server_does_not_give_by_its_hash_is_fetched_with_its_history() {
    let (bench, repository, server) = served::over_http();
    let inner = repository.hash("main~2");
    let ours = bench.path("ours");
    let outcome =
        bench.run(&["-url", &server.url("r.git"), "-revision", &inner, "-path", ours.to_str().unwrap()]);
    assert_eq!(outcome.succeeded()["commit"], *inner);
    assert!(outcome.text.contains("fetching all branches and tags with their history"), "{}", outcome.text);
    assert_eq!(git(&ours, ["rev-parse", "HEAD"]), inner);
    assert_sound(&ours);
    let tip = bench.clone(&server.url("r.git"), &repository.hash("main"), "tip");
    assert_eq!(git(&tip, ["rev-list", "--count", "HEAD"]), "1", "the tip of a branch needs no history");
}

#[test]
fn a_commit_of_a_pull_request_and_a_short_hash_are_found() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    // One more commit, so that the request's first one is no tip.
    repository.git(["checkout", "--quiet", "refs/pull/1/head"]);
    let request = repository.hash("HEAD");
    repository.commit("more of the request");
    repository.git(["update-ref", "refs/pull/1/head", "HEAD"]);
    repository.push();
    let server = GitDaemon::start(bench.root());
    let ours = bench.clone(&server.url("r.git"), &request, "request");
    assert_eq!(git(&ours, ["rev-parse", "HEAD"]), request);
    let ours = bench.clone(&server.url("r.git"), &repository.hash("main")[..9], "short");
    assert_eq!(git(&ours, ["rev-parse", "HEAD"]), repository.hash("main"));
    let unknown = bench.run(&[
        "-url",
        &server.url("r.git"),
        "-revision",
        &"1".repeat(40),
        "-path",
        bench.path("no").to_str().unwrap(),
    ]);
    assert!(
        unknown.failed()["msg"].as_str().unwrap().contains("the remote has no commit 1111"),
        "{unknown:?}"
    );
}

#[test]
fn the_default_is_the_branch_that_head_names_else_master() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    git(&repository.bare, ["symbolic-ref", "HEAD", "refs/heads/feature/deep"]);
    let server = GitDaemon::start(bench.root());
    let ours = bench.clone(&server.url("r.git"), "", "named");
    assert_eq!(git(&ours, ["rev-parse", "--abbrev-ref", "HEAD"]), "feature/deep");

    git(&repository.bare, ["update-ref", "--no-deref", "HEAD", &repository.hash("main~1")]);
    let ours = bench.clone(&server.url("r.git"), "", "detached");
    let theirs = bench.path("detached.git");
    judge::clone(&server.url("r.git"), None, &theirs, |_| {});
    assert_eq!(git(&ours, ["rev-parse", "HEAD"]), git(&theirs, ["rev-parse", "HEAD"]));

    git(&repository.bare, ["symbolic-ref", "HEAD", "refs/heads/gone"]);
    git(&repository.bare, ["branch", "master", "main"]);
    let ours = bench.clone(&server.url("r.git"), "", "none");
    assert_eq!(git(&ours, ["rev-parse", "--abbrev-ref", "HEAD"]), "master");
}

#[test]
fn a_ref_whose_name_is_no_utf8_is_passed_over() {
    use std::os::unix::ffi::OsStrExt;
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let name = std::ffi::OsStr::from_bytes(b"refs/heads/caf\xe9");
    git(&repository.bare, [std::ffi::OsStr::new("update-ref"), name, std::ffi::OsStr::new("main")]);
    let server = GitDaemon::start(bench.root());
    let ours = bench.clone(&server.url("r.git"), "main", "ours");
    assert_sound(&ours);
}

/// As a parameter of a Task brings them along.
#[test]
fn spaces_and_line_ends_around_a_revision_are_none_of_it() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    for (at, (revision, meant)) in
        [("light\n", "light"), (" main ", "main"), (" ", "main")].into_iter().enumerate()
    {
        let ours = bench.clone(repository.bare.to_str().unwrap(), revision, &format!("ours{at}"));
        assert_eq!(git(&ours, ["rev-parse", "HEAD"]), repository.hash(meant), "{revision:?}");
    }
}
