//! `-refspec`: what is fetched by it, and what `-revision` means then, as Tekton's sequence of git commands has it.

use std::path::Path;

use tests::{GitDaemon, HttpBackend};

use crate::clone::{Bench, outcome};
use crate::judge::{assert_same_tree, assert_sound, git, git_command};
use crate::repository::Repository;
use crate::served;

/// init, remote add, fetch and checkout, with the default refspec of `remote add` where it is `kept`.
fn tektons(url: &str, refspecs: &str, revision: &str, folder: &Path, kept: bool) {
    git(Path::new("/"), ["init", "--quiet", folder.to_str().unwrap()]);
    git(folder, ["remote", "add", "origin", url]);
    if !kept {
        git(folder, ["config", "--unset", "remote.origin.fetch"]);
    }
    let fetch = ["fetch", "--quiet", "--depth=1", "origin", "--update-head-ok", "--force"];
    git(folder, fetch.into_iter().chain(refspecs.split(' ')));
    git(folder, ["checkout", "--quiet", "-f", revision]);
}

fn assert_same(ours: &Path, theirs: &Path, what: &str) {
    assert_same_tree(ours, theirs);
    assert_eq!(git(ours, ["for-each-ref"]), git(theirs, ["for-each-ref"]), "{what}");
    let head = ["rev-parse", "--symbolic-full-name", "HEAD"];
    assert_eq!(git(ours, head), git(theirs, head), "{what}");
    assert_eq!(git(ours, ["rev-parse", "HEAD"]), git(theirs, ["rev-parse", "HEAD"]), "{what}");
    assert_eq!(git(ours, ["rev-list", "--count", "--all"]), git(theirs, ["rev-list", "--count", "--all"]));
    assert_sound(ours);
}

#[test]
fn refs_and_checkout_are_as_after_gits_fetch() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let (daemon, web) = (GitDaemon::start(bench.root()), HttpBackend::start(bench.root(), ("u", "p"), None));
    let deep = repository.hash("feature/deep");
    for (at, (refspecs, revision, kept)) in [
        ("refs/heads/main:refs/remotes/origin/main refs/tags/*:refs/tags/*", "main", true),
        ("+refs/heads/*:refs/remotes/origin/*", &deep, false),
        ("+refs/heads/*:refs/remotes/origin/*", &deep[..8], false),
        ("refs/pull/1/head:refs/heads/pr", "pr", false),
        ("refs/pull/1/head:pr main", "pr", false),
        ("refs/pull/*/head:refs/remotes/origin/pr/*", "refs/remotes/origin/pr/1", false),
        ("main:main light:refs/tags/light annotated", "light", false),
        ("annotated:tags/annotated", "annotated", false),
        ("refs/tags/both:refs/tags/both refs/heads/both:refs/heads/both", "both", true),
    ]
    .into_iter()
    .enumerate()
    {
        let url = if at % 2 == 0 { daemon.url("r.git") } else { web.url("r.git") };
        let (ours, theirs) = (bench.path(&format!("ours{at}")), bench.path(&format!("theirs{at}")));
        let mut command = bench.command(&["-url", &url, "-refspec", refspecs, "-revision", revision]);
        let last = outcome(command.arg("-path").arg(&ours)).succeeded();
        tektons(&url, refspecs, revision, &theirs, kept);
        assert_same(&ours, &theirs, refspecs);
        assert_eq!(last["commit"], *git(&theirs, ["rev-parse", "HEAD"]));
    }
}

/// The branches alone: git follows the tags of what is taken away too.
#[test]
fn refs_are_taken_away() {
    let (bench, _, server) = served::by_daemon();
    let (ours, theirs) = (bench.path("ours"), bench.path("theirs"));
    let refspecs = "refs/heads/*:refs/remotes/origin/* ^refs/heads/feature/*";
    let mut command = bench.command(&["-url", &server.url("r.git"), "-refspec", refspecs, "-revision=main"]);
    outcome(command.arg("-path").arg(&ours)).succeeded();
    tektons(&server.url("r.git"), refspecs, "main", &theirs, true);
    let branches = ["for-each-ref", "refs/heads", "refs/remotes"];
    assert_eq!(git(&ours, branches), git(&theirs, branches));
    assert_same_tree(&ours, &theirs);
    assert_sound(&ours);
}

#[test]
fn a_folder_of_this_machine_is_fetched_by_refspecs_too() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let ours = bench.path("ours");
    let args = ["-url", repository.bare.to_str().unwrap(), "-path", ours.to_str().unwrap(), "-refspec"];
    bench.run(&[&args[..], &["refs/pull/1/head:refs/heads/pr", "-revision=pr"]].concat()).succeeded();
    assert_eq!(git(&ours, ["rev-parse", "pr"]), repository.hash("refs/pull/1/head"));
    assert_eq!(git(&ours, ["for-each-ref", "--format=%(refname)", "refs/heads"]), "refs/heads/pr");
    assert_sound(&ours);
}

#[test]
fn without_a_revision_the_first_ref_is_checked_out() {
    let (bench, repository, server) = served::by_daemon();
    for (at, (refspec, head)) in
        [("feature/deep main", "refs/heads/feature/deep"), ("refs/pull/1/head", "HEAD")]
            .into_iter()
            .enumerate()
    {
        let ours = bench.path(&format!("ours{at}"));
        let mut command = bench.command(&["-url", &server.url("r.git"), "-refspec", refspec, "-path"]);
        outcome(command.arg(&ours)).succeeded();
        let first = refspec.split(' ').next().unwrap();
        assert_eq!(git(&ours, ["rev-parse", "HEAD"]), repository.hash(first));
        assert_eq!(git(&ours, ["rev-parse", "--symbolic-full-name", "HEAD"]), head);
        assert_sound(&ours);
    }
}

#[test]
fn a_clone_is_updated_by_refspecs_also_the_branch_that_it_is_on() {
    let (bench, repository, server) = served::by_daemon();
    let ours = bench.path("ours");
    let args = ["-url", &server.url("r.git"), "-path", ours.to_str().unwrap(), "-refspec", "main:main"];
    let args = [&args[..], &["-revision", "main"]].concat();
    bench.run(&args).succeeded();
    repository.git(["rm", "--quiet", "-r", "a"]);
    repository.write("new", b"new\n");
    repository.commit("fourth");
    repository.git(["commit", "--quiet", "--amend", "--message=rewritten"]);
    repository.push();
    bench.run(&args).succeeded();
    assert!(!ours.join("a").exists(), "what the branch no longer has is removed");
    assert_eq!(git(&ours, ["rev-parse", "main"]), repository.hash("main"));
    assert_eq!(git(&ours, ["rev-parse", "--symbolic-full-name", "HEAD"]), "refs/heads/main");
    assert_sound(&ours);
}

#[test]
fn wrong_refspecs_are_refused_where_git_refuses_them() {
    let (bench, repository, server) = served::by_daemon();
    let url = server.url("r.git");
    let theirs = bench.path("theirs");
    git(Path::new("/"), ["init", "--quiet", theirs.to_str().unwrap()]);
    let hash = repository.hash("main");
    for (refspec, said) in [
        ("refs/heads/*", "is no refspec"),
        ("refs/heads/*:refs/x", "is no refspec"),
        ("a..b:refs/x/y", "no ref named `a..b`"),
        ("refs/heads/nope:refs/x/y", "the remote has no refs/heads/nope"),
        ("main:refs/x/y light:refs/x/y", "makes refs/x/y of both"),
        ("annotated:refs/heads/x", "which is no commit"),
    ] {
        let judged = git_command(&theirs)
            .args(["fetch", "--quiet", "--depth=1", "--update-head-ok", "--force", &url])
            .args(refspec.split(' '))
            .output()
            .unwrap();
        assert!(!judged.status.success(), "git takes {refspec}");
        let mut command = bench.command(&["-url", &url, "-refspec", refspec, "-path"]);
        let failure = outcome(command.arg(bench.path("ours"))).failed();
        assert!(failure["msg"].as_str().unwrap().contains(said), "{refspec}: {failure}");
    }
    let ours = bench.path("ours");
    for (revision, said) in
        [("feature/deep", "add it to -refspec"), ("mian", "spelled right"), (&hash[..], "-depth")]
    {
        let args = ["-url", &url, "-refspec", "light:tags/x", "-revision", revision, "-path"];
        let failure = outcome(bench.command(&args).arg(&ours)).failed();
        assert!(failure["remedy"].as_str().unwrap().contains(said), "{revision}: {failure}");
    }
    assert!(!ours.join("README").exists(), "nothing was checked out");
}
