//! What a clone asks of a server over http, and how often.

use std::fs;

use tests::{HttpBackend, eventually};

use crate::clone::Bench;
use crate::judge::{assert_same, assert_sound, clone, git};
use crate::odd_server::OddServer;
use crate::repository::Repository;

/// What stands between the commits where history ends and the rest of an answer.
const FLUSH: &[u8] = b"0000";

/// The methods and statuses that the server has noted once it has noted `posts` POSTs, which it does some seconds later.
fn noted(server: &HttpBackend, posts: usize) -> Vec<String> {
    let log = eventually("the POSTs are noted", || {
        let log = server.requests();
        (log.matches("POST ").count() >= posts).then_some(log)
    });
    let words = |line: &str| {
        let mut words = line.split(' ');
        format!("{} {}", words.next().unwrap(), words.next_back().unwrap())
    };
    log.lines().map(words).collect()
}

/// Whether a question is for the pack.
fn is_last(question: &[u8]) -> bool {
    question.ends_with(b"0009done\n")
}

/// Where the first part of an answer ends.
fn flush(answer: &[u8]) -> usize {
    answer.windows(FLUSH.len()).position(|part| part == FLUSH).unwrap() + FLUSH.len()
}

#[test]
fn a_first_clone_asks_for_refs_and_once_for_the_rest() {
    for depth in ["1", "2", "0"] {
        let bench = Bench::new();
        let repository = Repository::sample(bench.root(), "r.git");
        let server = HttpBackend::start(bench.root(), ("ci", "pw"), None);
        let ours = bench.path("ours");
        let flags = ["-depth", depth, "-url", &server.url("r.git"), "-path", ours.to_str().unwrap()];
        bench.run(&flags).succeeded();
        assert_eq!(noted(&server, 1), ["GET 200", "POST 200"], "depth {depth}");
        let count = git(&ours, ["rev-list", "--count", "HEAD"]);
        assert_eq!(count, if depth == "0" { "4" } else { depth });
        assert_eq!(git(&ours, ["rev-parse", "HEAD"]), repository.hash("main"));
        assert_sound(&ours);
    }
}

#[test]
fn a_password_and_a_redirect_cost_their_own_request_and_no_other() {
    let bench = Bench::new();
    fs::create_dir(bench.path("private")).unwrap();
    Repository::sample(&bench.path("private"), "r.git");
    let server = HttpBackend::start(bench.root(), ("ci", "pw"), None);
    let ours = bench.clone(&server.url_as("ci:pw", "private/r.git"), "", "ours");
    assert_eq!(noted(&server, 1), ["GET 401", "GET 200", "POST 200"]);
    assert_sound(&ours);

    Repository::sample(bench.root(), "r.git");
    let server = HttpBackend::start(bench.root(), ("ci", "pw"), None);
    let ours = bench.clone(&server.url("moved/r.git"), "", "moved");
    assert_eq!(noted(&server, 1), ["GET 301", "GET 200", "POST 200"]);
    assert_sound(&ours);
}

/// One that libgit2 writes in other words than we do would cost a third.
#[test]
fn no_spelling_of_a_url_costs_another_request() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    Repository::sample(bench.root(), "r+ü.git");
    let server = HttpBackend::start(bench.root(), ("ci", "pw"), None);
    let plain = server.url("r.git");
    let urls = [
        plain.replace("http:", "HTTP:"),
        plain.replace("127.0.0.1", "localhost"),
        plain.replace("127.0.0.1", "ci:pw@127.0.0.1"),
        server.url("r.git/"),
        server.url("/r.git"),
        server.url("./r.git"),
        server.url("r%2Egit"),
        server.url("r+ü.git"),
        plain,
    ];
    for (number, url) in urls.iter().enumerate() {
        let ours = bench.clone(url, "", &number.to_string());
        assert_eq!(git(&ours, ["ls-files"]), git(&repository.bare, ["ls-tree", "-r", "--name-only", "main"]));
    }
    let noted = noted(&server, urls.len());
    for request in ["GET 200", "POST 200"] {
        assert_eq!(noted.iter().filter(|noted| *noted == request).count(), urls.len(), "{noted:?}");
    }
    assert_eq!(noted.len(), 2 * urls.len(), "{noted:?}");
}

#[test]
fn an_update_tells_the_server_what_is_there() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let server = OddServer::start(&repository.bare, |_, answer| answer);
    let ours = bench.clone(&server.url(), "", "ours");
    assert_eq!(server.questions().len(), 1);
    repository.write("README", b"four\n");
    repository.commit("fourth");
    repository.push();
    bench.clone(&server.url(), "", "ours");
    let questions = server.questions();
    assert!(questions.last().unwrap().contains("have "), "{questions:?}");
    assert!(questions[..questions.len() - 1].iter().all(|question| !is_last(question.as_bytes())));
    assert_eq!(git(&ours, ["rev-parse", "HEAD"]), repository.hash("main"));
    assert_sound(&ours);
}

/// Such servers may be: libgit2 itself clones from them with one question after the other.
#[test]
fn a_server_that_answers_one_thing_at_a_time_is_asked_so() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let server = OddServer::start(&repository.bare, |question, answer| {
        if is_last(question) { answer[flush(&answer)..].to_vec() } else { answer }
    });
    let ours = bench.clone(&server.url(), "", "ours");
    let last: Vec<_> = server.questions().iter().map(|question| is_last(question.as_bytes())).collect();
    assert_eq!(last, [true, false, true]);
    let theirs = bench.path("theirs");
    let usual = HttpBackend::start(bench.root(), ("ci", "pw"), None);
    clone(&usual.url("r.git"), None, &theirs, |_| {});
    git(&ours, ["remote", "set-url", "origin", &usual.url("r.git")]);
    assert_same(&ours, &theirs);
    assert_sound(&ours);
}

#[test]
fn an_answer_that_breaks_off_or_is_something_else_is_an_error() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let cut = |at: usize| {
        OddServer::start(&repository.bare, move |question, answer| {
            answer[..if is_last(question) { at.min(answer.len() - 1) } else { answer.len() }].to_vec()
        })
    };
    // In a length, in a commit, before and behind the flush, in the answer to `done`, in the pack, before its end.
    for at in [0, 2, 20, 52, 53, 56, 57, 60, 64, 100, 300, usize::MAX] {
        let failure = bench.refusal(&cut(at).url(), "ours");
        assert_eq!(failure["stage"], "fetch", "at {at}: {failure}");
    }
    let other = OddServer::start(&repository.bare, |_, _| b"000fsomething\n0000".to_vec());
    assert_eq!(bench.refusal(&other.url(), "ours")["stage"], "fetch");
    let refusing = OddServer::start(&repository.bare, |_, _| b"0014ERR not today...".to_vec());
    assert_eq!(bench.refusal(&refusing.url(), "ours")["stage"], "fetch");
    assert_eq!(refusing.questions().len(), 1, "said once");
    // What failed can be gone on with.
    let usual = HttpBackend::start(bench.root(), ("ci", "pw"), None);
    assert_sound(&bench.clone(&usual.url("r.git"), "", "ours"));
}
