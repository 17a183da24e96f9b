//! Keys and host keys.

use std::fs;

use tests::Sshd;

use crate::clone::Bench;
use crate::judge::git;
use crate::repository::Repository;

/// A home with `key` as `.ssh/id_key` and `known_hosts`.
fn home(bench: &Bench, key: Option<&std::path::Path>, known_hosts: Option<String>) {
    let folder = bench.path("home/.ssh");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir(&folder).unwrap();
    if let Some(key) = key {
        fs::copy(key, folder.join("id_key")).unwrap();
    }
    if let Some(known_hosts) = known_hosts {
        fs::write(folder.join("known_hosts"), known_hosts).unwrap();
    }
}

#[test]
fn without_known_hosts_the_host_key_is_taken_and_shown() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let server = Sshd::start();
    home(&bench, Some(&server.key()), None);
    let path = bench.path("ours");
    let outcome = bench.run(&["-url", &server.url(&repository.bare), "-path", path.to_str().unwrap()]);
    outcome.succeeded();
    assert!(outcome.text.contains("SHA256:"), "{}", outcome.text);
    assert_eq!(git(&path, ["rev-parse", "HEAD"]), repository.hash("main"));
}

#[test]
fn with_known_hosts_another_host_key_is_refused() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let server = Sshd::start();
    for known_hosts in [
        server.wrong_known_hosts(),
        server.known_hosts().replace("127.0.0.1", "example.com"),
        "[127.0.0.1]:1 nonsense\n".into(),
    ] {
        home(&bench, Some(&server.key()), Some(known_hosts));
        let failure = bench.refusal(&server.url(&repository.bare), "ours");
        assert_eq!(failure["stage"], "connect", "{failure}");
        assert!(failure["remedy"].as_str().unwrap().contains("known_hosts"), "{failure}");
    }
}

#[test]
fn the_key_that_fits_is_found_among_others() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let server = Sshd::start();
    home(&bench, Some(&server.key()), Some(server.known_hosts()));
    let folder = bench.path("home/.ssh");
    fs::copy(server.stranger(), folder.join("id_a")).unwrap();
    fs::write(folder.join("id_b"), "no key at all\n").unwrap();
    fs::write(
        folder.join("id_c"),
        "-----BEGIN RSA PRIVATE KEY-----\nnonsense\n-----END RSA PRIVATE KEY-----\n",
    )
    .unwrap();
    bench.clone(&server.url(&repository.bare), "", "ours");
}

#[test]
fn no_key_and_a_strange_key_are_told_apart() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let server = Sshd::start();
    for (key, remedy) in [(None, "there is no key"), (Some(server.stranger()), "took none of the 1 keys")] {
        home(&bench, key.as_deref(), Some(server.known_hosts()));
        let failure = bench.refusal(&server.url(&repository.bare), "ours");
        assert_eq!(failure["stage"], "authenticate", "{failure}");
        assert_eq!(failure["host"], *server.host());
        assert!(failure["remedy"].as_str().unwrap().contains(remedy), "{failure}");
    }
}
