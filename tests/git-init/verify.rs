//! `-verifyRef`: a commit that the ref never had is refused before anything is checked out.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use tests::HttpBackend;

use crate::clone::{Bench, Outcome, outcome};
use crate::judge::{assert_sound, git, git_command};
use crate::repository::Repository;
use crate::served;

/// A host that, as the large ones do, gives any commit by its hash, also those of pull requests only.
fn host(bench: &Bench) -> (Repository, HttpBackend) {
    let repository = Repository::sample(bench.root(), "r.git");
    git(&repository.bare, ["config", "uploadpack.allowAnySHA1InWant", "true"]);
    (repository, HttpBackend::start(bench.root(), ("u", "p"), None))
}

/// Adds so many commits to main, of which each changes nothing.
fn grow(repository: &Repository, commits: usize) {
    let mut import =
        git_command(&repository.work).args(["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn().unwrap();
    let one = "commit refs/heads/main\ncommitter Test <test@example.com> 1580608922 +0000\ndata 5\nmore\n\n";
    let all = one.replacen("\n\n", "\nfrom refs/heads/main^0\n\n", 1) + &one.repeat(commits - 1);
    import.stdin.take().unwrap().write_all(all.as_bytes()).unwrap();
    assert!(import.wait().unwrap().success());
}

fn verified(bench: &Bench, url: &str, revision: &str, verify: &str, path: &Path) -> Outcome {
    let args = ["-url", url, "-revision", revision, "-verifyRef", verify, "-path"];
    outcome(bench.command(&args).arg(path))
}

#[test]
fn ancestors_are_taken_and_others_are_not_as_git_judges() {
    let bench = Bench::new();
    let (repository, server) = host(&bench);
    let hash = |revision: &str| repository.hash(revision);
    let revisions =
        ["main".to_owned(), "light".into(), hash("main~1"), hash("main~3"), hash("refs/pull/1/head")];
    let mut refused = 0;
    for (at, revision) in revisions.iter().enumerate() {
        for name in ["main", "annotated", "feature/deep", "refs/heads/both", "refs/pull/1/head"] {
            let judged = git_command(&repository.work)
                .args(["merge-base", "--is-ancestor", revision, name])
                .status()
                .unwrap();
            let ours = bench.path(&format!("ours-{at}-{}", name.replace('/', "-")));
            let outcome = verified(&bench, &server.url("r.git"), revision, name, &ours);
            if judged.success() {
                outcome.succeeded();
                assert_eq!(git(&ours, ["rev-parse", "HEAD"]), hash(revision), "{revision} {name}");
                assert_sound(&ours);
            } else {
                refused += 1;
                let failure = outcome.failed();
                assert!(failure["msg"].as_str().unwrap().contains("is not in the history of"), "{failure}");
                assert_eq!(failure["host"], *server.host());
                assert!(!ours.join("README").exists(), "{revision} {name}: checked out");
                assert_eq!(git(&ours, ["for-each-ref"]), "", "{revision} {name}");
            }
        }
    }
    assert!(refused > 5, "{refused}");
}

#[test]
fn a_clone_that_is_there_stays_at_what_it_was() {
    let bench = Bench::new();
    let (repository, server) = host(&bench);
    let ours = bench.path("ours");
    verified(&bench, &server.url("r.git"), "main", "main", &ours).succeeded();
    let refs = ["for-each-ref", "refs/heads", "refs/remotes"];
    let before = git(&ours, refs);
    for request in ["refs/pull/1/head", &repository.hash("refs/pull/1/head")] {
        verified(&bench, &server.url("r.git"), request, "main", &ours).failed();
        assert_eq!(git(&ours, refs), before);
        assert_eq!(git(&ours, ["rev-parse", "HEAD"]), repository.hash("main"));
        assert!(!ours.join("request").exists());
        assert_sound(&ours);
    }
}

#[test]
fn no_more_history_is_fetched_than_it_takes() {
    let bench = Bench::new();
    let (repository, server) = host(&bench);
    grow(&repository, 700);
    repository.push();
    let url = server.url("r.git");
    for (revision, steps, commits) in
        [("main", 0, 1), ("main~30", 1, 64), ("main~300", 2, 512), ("light", 3, 0)]
    {
        let ours = bench.path(revision);
        let outcome = verified(&bench, &url, &repository.hash(revision), "main", &ours);
        outcome.succeeded();
        assert_eq!(outcome.text.matches(" commits of refs/heads/main").count(), steps, "{}", outcome.text);
        if commits > 0 {
            let back = revision.split_once('~').map_or(0, |(_, back)| back.parse().unwrap());
            let count = git(&ours, ["rev-list", "--count", "HEAD"]);
            assert_eq!(count, (commits - back).to_string(), "{revision}");
        }
        assert_sound(&ours);
    }
    // Where more than the commit is asked for, a part of the ref's history would cut off some of that.
    let deep = bench.path("deep");
    let hash = repository.hash("main~30");
    let args = ["-url", &url, "-revision", &hash, "-verifyRef=main", "-depth=600", "-path"];
    outcome(bench.command(&args).arg(&deep)).succeeded();
    assert_eq!(
        git(&deep, ["rev-list", "--count", "HEAD"]),
        repository.git(["rev-list", "--count", "main~30"])
    );
    let no = bench.path("no");
    let outcome = verified(&bench, &url, &repository.hash("refs/pull/1/head"), "main", &no);
    outcome.failed();
    assert!(outcome.text.contains("fetching 4096 commits of refs/heads/main"), "{}", outcome.text);
    assert!(!outcome.text.contains("fetching all commits"), "4096 were all: {}", outcome.text);
}

#[test]
fn refspecs_folders_and_other_servers_are_held_to_it_too() {
    let (bench, repository, daemon) = served::by_daemon();
    let request = repository.hash("refs/pull/1/head");
    let refspec = "-refspec=refs/pull/1/head:refs/heads/pr";
    for (at, (url, flags)) in [
        (daemon.url("r.git"), &["-revision", &request[..]][..]),
        (daemon.url("r.git"), &[refspec, "-revision=pr"]),
        (daemon.url("r.git"), &["-revision=pull/1/head", "-depth=0"]),
        (repository.bare.display().to_string(), &["-revision=refs/pull/1/head"]),
        (repository.bare.display().to_string(), &[refspec]),
    ]
    .into_iter()
    .enumerate()
    {
        for (verify, taken) in [("main", false), ("refs/pull/1/head", true)] {
            let ours = bench.path(&format!("ours{at}{taken}"));
            let mut command = bench.command(&["-url", &url, "-verifyRef", verify]);
            let outcome = outcome(command.args(flags).arg("-path").arg(&ours));
            if taken {
                outcome.succeeded();
                assert_eq!(git(&ours, ["rev-parse", "HEAD"]), request);
                assert_sound(&ours);
            } else {
                outcome.failed();
                assert_eq!(git(&ours, ["for-each-ref"]), "", "{flags:?}");
            }
        }
    }
    let failure = verified(&bench, &daemon.url("r.git"), "main", "nope", &bench.path("nope")).failed();
    assert!(failure["msg"].as_str().unwrap().contains("no nope, which -verifyRef names"), "{failure}");
}
