//! Secrets that creds-init put into the home are what git-init uses, as git does.

use std::fs;
use std::process::Command;

use tests::{HttpBackend, Sshd, binary};

use crate::clone::Bench;
use crate::judge::git;
use crate::repository::Repository;

const PASSWORD: &str = "p@ss:/ %wörd";

/// Mounts secrets and has creds-init write them into the home.
pub fn creds_init(bench: &Bench, secrets: &[(&str, &str, &str)], flags: &[String]) {
    let folder = bench.path("secrets");
    for (secret, file, content) in secrets {
        fs::create_dir_all(folder.join(secret)).unwrap();
        fs::write(folder.join(secret).join(file), content).unwrap();
    }
    let mut command = Command::new(binary("creds-init"));
    command.args(flags).arg("-secrets_dir").arg(&folder).env_clear().env("HOME", bench.path("home"));
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn private(bench: &Bench) -> Repository {
    fs::create_dir(bench.path("private")).unwrap();
    Repository::sample(&bench.path("private"), "r.git")
}

#[test]
fn a_basic_secret_lets_in_over_http() {
    let bench = Bench::new();
    let repository = private(&bench);
    let server = HttpBackend::start(bench.root(), ("ci", PASSWORD), None);
    let secret = [("s", "username", "ci\n"), ("s", "password", PASSWORD)];
    creds_init(&bench, &secret, &[format!("-basic-git=s=http://{}", server.host())]);
    let urls = [server.url("private/r.git"), server.url_as("ci", "private/r.git")];
    for (at, url) in urls.iter().enumerate() {
        let ours = bench.clone(url, "", &format!("ours{at}"));
        assert_eq!(git(&ours, ["rev-parse", "HEAD"]), repository.hash("main"));
        assert!(!fs::read_to_string(ours.join(".git/config")).unwrap().contains("p%40ss"));
    }
    let failure = bench.refusal(&server.url_as("other", "private/r.git"), "other");
    assert_eq!(failure["stage"], "authenticate", "a user that the secret is not for: {failure}");
}

#[test]
fn a_basic_secret_for_a_path_is_for_that_path() {
    let bench = Bench::new();
    let repository = private(&bench);
    let server = HttpBackend::start(bench.root(), ("ci", PASSWORD), None);
    let secrets = [
        ("wrong", "username", "ci"),
        ("wrong", "password", "no"),
        ("right", "username", "ci"),
        ("right", "password", PASSWORD),
    ];
    let flags = [
        format!("-basic-git=wrong=http://{}", server.host()),
        format!("-basic-git=right=http://{}/private/r", server.host()),
    ];
    creds_init(&bench, &secrets, &flags);
    let ours = bench.clone(&server.url("private/r.git"), "", "ours");
    assert_eq!(git(&ours, ["rev-parse", "HEAD"]), repository.hash("main"));
}

#[test]
fn a_secret_that_is_not_taken_is_named_and_not_shown() {
    let bench = Bench::new();
    private(&bench);
    let server = HttpBackend::start(bench.root(), ("ci", PASSWORD), None);
    let secret = [("s", "username", "ci"), ("s", "password", "wr0ng")];
    creds_init(&bench, &secret, &[format!("-basic-git=s=http://{}", server.host())]);
    let failure = bench.refusal(&server.url("private/r.git"), "ours");
    assert_eq!(failure["stage"], "authenticate", "{failure}");
    assert!(failure["remedy"].as_str().unwrap().contains(".git-credentials were not taken"), "{failure}");
    assert!(!failure.to_string().contains("wr0ng"), "{failure}");
    assert!(server.requests().lines().count() <= 3, "{}", server.requests());
}

#[test]
fn a_password_does_not_follow_a_redirect_to_another_host() {
    let bench = Bench::new();
    private(&bench);
    let second = HttpBackend::start(bench.root(), ("ci", PASSWORD), None);
    let secret = [("s", "username", "ci"), ("s", "password", PASSWORD)];
    let first = HttpBackend::redirecting(&second.url(""));
    creds_init(&bench, &secret, &[format!("-basic-git=s=http://{}", first.host())]);
    let failure = bench.refusal(&first.url("private/r.git"), "ours");
    assert!(!second.requests().contains(" 200"), "{}", second.requests());
    assert_ne!(failure["stage"], "check out", "{failure}");
}

#[test]
fn an_ssh_secret_for_a_host_brings_key_port_and_host_key() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let server = Sshd::start();
    let key = fs::read_to_string(server.key()).unwrap();
    let known_hosts = server.known_hosts();
    let secret = [("k", "ssh-privatekey", key.trim_end()), ("k", "known_hosts", &known_hosts)];
    creds_init(&bench, &secret, &[format!("-ssh-git=k=127.0.0.1:{}", server.port())]);
    let login = server.user();
    let path = repository.bare.display();
    for (at, url) in [
        server.url(&repository.bare),
        format!("{login}@127.0.0.1:{path}"),
        format!("ssh://{login}@127.0.0.1{path}"),
    ]
    .into_iter()
    .enumerate()
    {
        let ours = bench.clone(&url, "", &format!("ours{at}"));
        assert_eq!(git(&ours, ["rev-parse", "HEAD"]), repository.hash("main"), "{url}");
        assert_eq!(git(&ours, ["remote", "get-url", "origin"]), url);
    }
    let wrong = server.wrong_known_hosts();
    creds_init(&bench, &[("k", "known_hosts", &wrong)], &[format!("-ssh-git=k=127.0.0.1:{}", server.port())]);
    fs::write(bench.path("home/.ssh/known_hosts"), wrong).unwrap();
    assert_eq!(bench.refusal(&server.url(&repository.bare), "no")["stage"], "connect");
}

#[test]
fn an_ssh_secret_for_a_path_is_found_through_its_alias() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let server = Sshd::start();
    let (right, wrong) =
        (fs::read_to_string(server.key()).unwrap(), fs::read_to_string(server.stranger()).unwrap());
    let secrets = [("wrong", "ssh-privatekey", &wrong[..]), ("right", "ssh-privatekey", &right)];
    let login = server.user();
    let path = repository.bare.display().to_string();
    let flags = [
        format!("-ssh-git=wrong={login}@127.0.0.1:{}", server.port()),
        format!("-ssh-git=right=ssh://{login}@127.0.0.1:{}{path}", server.port()),
    ];
    creds_init(&bench, &secrets, &flags);
    let url = server.url(&repository.bare);
    let ours = bench.path("ours");
    let outcome = bench.run(&["-url", &url, "-path", ours.to_str().unwrap()]);
    outcome.succeeded();
    assert!(outcome.text.contains("is taken unchecked"), "no known_hosts was given: {}", outcome.text);
    assert_eq!(git(&ours, ["rev-parse", "HEAD"]), repository.hash("main"));
    let other = Repository::sample(bench.root(), "other.git");
    let failure = bench.refusal(&server.url(&other.bare), "other");
    assert_eq!(failure["stage"], "authenticate", "the other key is for the rest of the host: {failure}");
}

#[test]
fn the_longest_rule_for_a_url_is_followed() {
    let bench = Bench::new();
    let repository = private(&bench);
    let server = HttpBackend::start(bench.root(), ("u", "p"), None);
    let rules = format!(
        "[url \"http://127.0.0.1:1/\"]\n\tinsteadOf = https://example.com/\n[url \"{}\"]\n\tinsteadOf = https://example.com/x/\n",
        server.url_as("u:p", "private/")
    );
    fs::write(bench.path("home/.gitconfig"), rules).unwrap();
    let ours = bench.clone("https://example.com/x/r.git", "", "ours");
    assert_eq!(git(&ours, ["rev-parse", "HEAD"]), repository.hash("main"));
    assert_eq!(git(&ours, ["remote", "get-url", "origin"]), "https://example.com/x/r.git");
}
