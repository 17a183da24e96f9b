//! SIGTERM, SIGINT and `-timeout` in every stage: it ends within a second, and the next run goes on.

use std::fs;
use std::path::Path;
use std::thread;

use tests::{HttpBackend, Sshd};

use crate::clone::Bench;
use crate::ended::{ALL, By, ended};
use crate::judge::{assert_sound, git};
use crate::repository::Repository;
use crate::served;
use crate::stalling::{Stalling, Then};

/// At how many places of what a server says it is stopped, and in how many parts they divide that. A third of
/// it is left for what one run may be told less than another: over ssh, lines of progress come in more packets or in fewer.
const PLACES: usize = 7;
const PARTS: usize = 9;

/// Clones from the server at `port`, whose URL is `url` but for the port, and is stopped at one place after the other of
/// what the server says: its greeting, handshakes, the refs, the pack.
fn at_every_place(bench: &Bench, url: &str, port: u16, flags: &[&str]) {
    let run = |relay: &Stalling, name: &str, end: Option<By>| {
        let (path, url) = (bench.path(name), url.replace(&port.to_string(), &relay.port().to_string()));
        let args = [flags, &["-url", &url, "-path", path.to_str().unwrap()]].concat();
        if let Some(by) = end {
            return ended(bench, &args, by, |_| relay.halts());
        }
        bench.run(&args).succeeded();
        assert_no_leftovers(&path);
        assert_sound_at(&path, relay.port(), port);
    };
    let whole = Stalling::start(port, usize::MAX, Then::Nothing);
    run(&whole, &format!("whole{port}"), None);
    thread::scope(|scope| {
        for place in 0..PLACES {
            let (whole, run) = (&whole, &run);
            scope.spawn(move || {
                let then = [Then::Nothing, Then::Trickle][place % 2];
                let relay = Stalling::start(port, whole.said() * place / PARTS, then);
                let name = format!("place{port}-{place}");
                run(&relay, &name, Some(ALL[place % ALL.len()]));
                relay.release();
                run(&relay, &name, None);
            });
        }
    });
}

/// What an earlier run had of a pack, which is no use to anybody, may be as large as the volume.
fn assert_no_leftovers(clone: &Path) {
    let names =
        fs::read_dir(clone.join(".git/objects/pack")).unwrap().map(|entry| entry.unwrap().file_name());
    let names: Vec<_> = names.filter(|name| !name.to_string_lossy().starts_with("pack-")).collect();
    assert!(names.is_empty(), "{names:?}");
}

/// git goes on from there by the server's own port; it knows neither our key nor our authority.
fn assert_sound_at(clone: &Path, relay: u16, port: u16) {
    let url = git(clone, ["config", "remote.origin.url"]).replace(&relay.to_string(), &port.to_string());
    if url.starts_with("http:") || url.starts_with("git:") {
        git(clone, ["config", "remote.origin.url", &url]);
        assert_sound(clone);
    } else {
        assert_eq!(git(clone, ["status", "--porcelain"]), "");
        git(clone, ["fsck", "--strict"]);
    }
}

#[test]
fn whatever_a_git_daemon_has_said() {
    let (bench, _, server) = served::by_daemon();
    at_every_place(&bench, &server.url("r.git"), server.port(), &[]);
}

#[test]
fn whatever_a_web_server_has_said() {
    let (bench, _, server) = served::over_http();
    at_every_place(&bench, &server.url("r.git"), server.port(), &[]);
}

#[test]
fn whatever_a_web_server_has_said_by_tls() {
    let (bench, _, server, _) = served::over_https();
    at_every_place(&bench, &server.url("r.git"), server.port(), &["-sslVerify=false"]);
}

#[test]
fn whatever_an_ssh_server_has_said() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let server = Sshd::start();
    fs::create_dir(bench.path("home/.ssh")).unwrap();
    fs::copy(server.key(), bench.path("home/.ssh/id_key")).unwrap();
    at_every_place(&bench, &server.url(&repository.bare), server.port(), &[]);
}

/// The history that `-verifyRef` takes comes by a connection of its own.
#[test]
fn whatever_is_said_for_a_ref_to_be_verified() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    for at in 0..100 {
        repository.commit(&format!("commit {at}"));
    }
    repository.push();
    let server = HttpBackend::start(bench.root(), ("u", "p"), None);
    at_every_place(
        &bench,
        &server.url("r.git"),
        server.port(),
        &["-revision", "light", "-verifyRef", "main"],
    );
}
