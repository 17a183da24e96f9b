//! What is tried again, and what is not.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Instant;

use tests::HttpBackend;

use crate::clone::Bench;
use crate::judge::assert_sound;
use crate::served;

/// A port where `broken` connections are cut and all later ones lead to `port`.
fn flaky(broken: usize, port: u16) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let own = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for (at, connection) in listener.incoming().enumerate() {
            let Ok(client) = connection else { continue };
            if at >= broken {
                let server = TcpStream::connect(("127.0.0.1", port)).unwrap();
                join(client, server);
            }
        }
    });
    own
}

/// Passes on what either side sends.
pub fn join(one: TcpStream, other: TcpStream) {
    pass(one.try_clone().unwrap(), other.try_clone().unwrap());
    pass(other, one);
}

fn pass(mut from: TcpStream, mut to: TcpStream) {
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(length @ 1..) = from.read(&mut buffer) {
            if to.write_all(&buffer[..length]).is_err() {
                break;
            }
        }
        let _ = to.shutdown(std::net::Shutdown::Write);
    });
}

#[test]
fn cut_connections_are_tried_again() {
    let (bench, _, daemon) = served::by_daemon();
    let web = HttpBackend::start(bench.root(), ("u", "p"), None);
    for (scheme, port) in [("git", daemon.port()), ("http", web.port())] {
        let url = format!("{scheme}://127.0.0.1:{}/r.git", flaky(2, port));
        let ours = bench.path(scheme);
        let args =
            ["-url", &url, "-path", ours.to_str().unwrap(), "-retryInitial", "20ms", "-retryMax", "30ms"];
        let outcome = bench.run(&args);
        outcome.succeeded();
        assert!(outcome.text.contains("attempt 3 of 3"), "{}", outcome.text);
        assert_sound(&ours);
        let url = format!("{scheme}://127.0.0.1:{}/r.git", flaky(2, port));
        let ours = bench.path(&format!("{scheme}2"));
        let mut args = vec!["-url", &url, "-path", ours.to_str().unwrap(), "-retryInitial", "20ms"];
        args.extend(["-retryMaxAttempts", "2", "-retryFactor", "1"]);
        bench.run(&args).failed();
    }
}

#[test]
fn what_would_fail_the_same_way_is_not_tried_again() {
    let (bench, _, web) = served::over_http();
    let path = bench.path("ours");
    for (url, revision) in [(web.url("none.git"), ""), (web.url("r.git"), "nope")] {
        let started = Instant::now();
        let args =
            ["-url", &url, "-revision", revision, "-path", path.to_str().unwrap(), "-retryInitial=30s"];
        let outcome = bench.run(&args);
        outcome.failed();
        assert_eq!(outcome.lines().len(), 1, "{}", outcome.text);
        assert!(started.elapsed().as_secs() < 20);
    }
}

#[test]
fn a_pause_that_is_no_duration_is_refused() {
    let outcome = Bench::new().run(&["-url", "x", "-retryInitial", "soon"]);
    assert_eq!(outcome.code, Some(2));
    assert!(outcome.text.contains("`soon` is no duration"), "{}", outcome.text);
}
