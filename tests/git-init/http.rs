//! Certificates, passwords and redirects.

use tests::{Certificates, HttpBackend};

use crate::clone::{Bench, outcome};
use crate::judge::{assert_sound, git};
use crate::repository::Repository;

const USER: (&str, &str) = ("ci", "s3cr@t/&");
/// The same as it stands in a URL.
const IN_URL: &str = "ci:s3cr%40t%2F%26";

fn private(bench: &Bench) -> Repository {
    std::fs::create_dir(bench.path("private")).unwrap();
    Repository::sample(&bench.path("private"), "r.git")
}

#[test]
fn a_password_in_the_url_lets_in_and_is_shown_nowhere() {
    let bench = Bench::new();
    let repository = private(&bench);
    let server = HttpBackend::start(bench.root(), USER, None);
    let path = bench.path("ours");
    let url = server.url_as(IN_URL, "private/r.git");
    let outcome = bench.run(&["-url", &url, "-path", path.to_str().unwrap()]);
    let expected = format!(
        "Successfully cloned \"http://***@{}/private/r.git\" @ \"main\" in path \"{}\"",
        server.host(),
        path.display()
    );
    assert_eq!(outcome.succeeded()["msg"], *expected);
    assert!(!outcome.text.contains("s3cr"), "{}", outcome.text);
    assert_eq!(git(&path, ["rev-parse", "HEAD"]), repository.hash("main"));
    assert_sound(&path);
}

#[test]
fn a_wrong_password_is_tried_once_and_a_missing_one_is_named() {
    let bench = Bench::new();
    private(&bench);
    let server = HttpBackend::start(bench.root(), USER, None);
    for (url, remedy) in [
        (server.url_as("ci:wr0ng", "private/r.git"), "was not taken"),
        (server.url("private/r.git"), "kubernetes.io/basic-auth"),
    ] {
        let before = server.requests().lines().count();
        let failure = bench.refusal(&url, "ours");
        assert_eq!(failure["stage"], "authenticate", "{failure}");
        assert_eq!(failure["host"], *server.host());
        assert!(failure["remedy"].as_str().unwrap().contains(remedy), "{failure}");
        assert!(!failure.to_string().contains("wr0ng"), "{failure}");
        let requests = server.requests();
        assert!(requests.lines().count() - before <= 3, "{requests}");
    }
}

#[test]
fn a_certificate_of_an_unknown_authority_is_refused() {
    let bench = Bench::new();
    Repository::sample(bench.root(), "r.git");
    let certificates = Certificates::make(bench.root());
    let server = HttpBackend::start(bench.root(), USER, Some(&certificates.server));
    let failure = bench.refusal(&server.url("r.git"), "ours");
    assert_eq!(failure["stage"], "connect", "{failure}");
    assert!(failure["remedy"].as_str().unwrap().contains("GIT_SSL_CAINFO"), "{failure}");
}

#[test]
fn a_bundle_that_is_not_there_is_named() {
    let bench = Bench::new();
    let mut command =
        bench.command(&["-url", "https://127.0.0.1:1/r", "-path", bench.path("o").to_str().unwrap()]);
    let failure = outcome(command.env("GIT_SSL_CAINFO", "/no/bundle.pem")).failed();
    assert!(
        failure["msg"].as_str().unwrap().contains("GIT_SSL_CAINFO names the CA bundle /no/bundle.pem"),
        "{failure}"
    );
}

#[test]
fn a_redirect_is_followed() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let server = HttpBackend::start(bench.root(), USER, None);
    let ours = bench.clone(&server.url("moved/r.git"), "", "ours");
    assert_eq!(git(&ours, ["rev-parse", "HEAD"]), repository.hash("main"));
}

/// The authorities are read once TLS is spoken, which may be later.
#[test]
fn a_redirect_to_https_is_followed_and_its_certificate_checked() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let certificates = Certificates::make(bench.root());
    let secure = HttpBackend::start(bench.root(), USER, Some(&certificates.server));
    let server = HttpBackend::redirecting(&secure.url(""));
    let failure = bench.refusal(&server.url("r.git"), "untrusted");
    assert!(failure["remedy"].as_str().unwrap().contains("GIT_SSL_CAINFO"), "{failure}");
    let path = bench.path("ours");
    let (url, ca) = (server.url("r.git"), certificates.authority.display().to_string());
    bench.run(&["-url", &url, "-path", path.to_str().unwrap(), "-caFile", &ca]).succeeded();
    assert_eq!(git(&path, ["rev-parse", "HEAD"]), repository.hash("main"));
}
