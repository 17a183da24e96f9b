//! The logs of refs, as git reads them.

use std::fs;

use tests::HttpBackend;

use crate::clone::Bench;
use crate::judge::{assert_sound, git};
use crate::odd_server::OddServer;
use crate::repository::Repository;
use crate::served;

#[test]
fn every_ref_of_a_first_clone_is_logged_once() {
    let (bench, repository, server) = served::over_http();
    fs::write(bench.path("home/.gitconfig"), "[user]\n\tname = Bö\n\temail = b@example.com\n").unwrap();
    for (url, name) in
        [(server.url("r.git"), "http"), (repository.bare.to_str().unwrap().to_owned(), "local")]
    {
        let ours = bench.clone(&url, "feature/deep", name);
        let hash = repository.hash("feature/deep");
        for log in ["HEAD", "refs/heads/feature/deep", "refs/remotes/origin/feature/deep"] {
            let entries = git(&ours, ["log", "--walk-reflogs", "--format=%H %gn <%ge>", log, "--"]);
            assert_eq!(entries, format!("{hash} Bö <b@example.com>"), "{name}: {log}");
        }
        assert_eq!(git(&ours, ["symbolic-ref", "HEAD"]), "refs/heads/feature/deep");
        assert_sound(&ours);
    }
}

/// What a first attempt wrote before it failed is in nobody's way.
#[test]
fn a_clone_that_failed_can_be_made_of_another_branch() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let odd = OddServer::start(&repository.bare, |_, _| Vec::new());
    assert_eq!(bench.refusal(&odd.url(), "ours")["stage"], "fetch");
    let server = HttpBackend::start(bench.root(), ("ci", "pw"), None);
    let ours = bench.clone(&server.url("r.git"), "feature/deep", "ours");
    assert_eq!(git(&ours, ["symbolic-ref", "HEAD"]), "refs/heads/feature/deep");
    assert_eq!(git(&ours, ["config", "remote.origin.url"]), server.url("r.git"));
    assert_eq!(git(&ours, ["rev-parse", "HEAD"]), repository.hash("feature/deep"));
    assert_sound(&ours);
}
