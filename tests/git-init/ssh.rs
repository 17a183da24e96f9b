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
fn the_first_key_is_offered_unasked() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let server = Sshd::start_talking();
    home(&bench, Some(&server.key()), Some(server.known_hosts()));
    let url = server.url(&repository.bare);
    bench.clone(&url, "", "ours");
    // What it takes is asked for, and then signed for.
    assert_eq!(server.ways(), ["publickey"; 2]);
    fs::copy(server.stranger(), bench.path("home/.ssh/id_a")).unwrap();
    bench.clone(&url, "", "again");
    assert_eq!(server.ways()[2..], ["publickey", "none", "publickey", "publickey"]);
}

/// There may be none, and a password in the URL comes before any.
#[test]
fn without_a_key_to_offer_first_the_server_is_asked() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let server = Sshd::start_talking();
    let url = server.url(&repository.bare);
    home(&bench, None, Some(server.known_hosts()));
    bench.refusal(&url, "ours");
    assert_eq!(server.ways(), ["none"]);
    home(&bench, Some(&server.key()), Some(server.known_hosts()));
    bench.clone(&url.replace('@', ":password@"), "", "ours");
    assert_eq!(server.ways()[1..], ["none", "publickey", "publickey"]);
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
