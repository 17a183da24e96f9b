//! The flags that are about nothing else.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::symlink;
use std::thread;
use std::time::{Duration, Instant};

use tests::{GitDaemon, binary};

use crate::clone::{Bench, outcome};
use crate::judge::{assert_sound, git};
use crate::repository::Repository;
use crate::retries::join;
use crate::served;

#[test]
fn depth_is_how_much_history_comes() {
    let (bench, repository, server) = served::over_http();
    let all = repository.git(["rev-list", "--count", "main"]);
    let ours = bench.path("ours");
    // The same clone grows deeper, and is not made shallow again.
    for (depth, commits) in [("1", "1"), ("2", "2"), ("0", &all), ("0", &all), ("1", &all)] {
        let args = ["-url", &server.url("r.git"), "-path", ours.to_str().unwrap(), "-depth", depth];
        bench.run(&args).succeeded();
        assert_eq!(git(&ours, ["rev-list", "--count", "HEAD"]), commits, "-depth {depth}");
        assert_sound(&ours);
    }
    for (name, revision) in [("tag", "annotated"), ("request", "refs/pull/1/head")] {
        let args = ["-url", &server.url("r.git"), "-revision", revision, "-depth=0", "-path"];
        outcome(bench.command(&args).arg(bench.path(name))).succeeded();
        let count = git(&repository.work, ["rev-list", "--count", revision]);
        assert_eq!(git(&bench.path(name), ["rev-list", "--count", "HEAD"]), count);
        assert_sound(&bench.path(name));
    }
    assert_eq!(bench.run(&["-url", "x", "-depth", "-1"]).code, Some(2));
}

#[test]
fn a_certificate_is_not_checked_or_checked_by_another_authority() {
    let (bench, _, server, certificates) = served::over_https();
    let url = server.url("r.git");
    let authority = certificates.authority.to_str().unwrap();
    for (at, flag) in
        [&["-sslVerify=false"][..], &["-sslVerify=0"], &["-caFile", authority]].into_iter().enumerate()
    {
        let ours = bench.path(&format!("ours{at}"));
        bench.run(&[&["-url", &url, "-path", ours.to_str().unwrap()], flag].concat()).succeeded();
    }
    let failure = bench
        .run(&["-url", &url, "-path", bench.path("no").to_str().unwrap(), "-caFile", "/no/file"])
        .failed();
    assert!(failure["msg"].as_str().unwrap().contains("-caFile names the CA bundle /no/file"), "{failure}");
    let no = bench.path("no");
    let args = ["-url", &url, "-path", no.to_str().unwrap(), "-sslVerify=true", "-retryMaxAttempts=1"];
    assert_eq!(bench.run(&args).failed()["stage"], "connect");
}

#[test]
fn results_are_added_to_the_termination_message() {
    let (bench, repository, server) = served::over_http();
    let url = server.url_as("u:p", "r.git");
    let message = bench.path("message");
    let (path, file) = (bench.path("ours"), message.to_str().unwrap());
    let args = ["-url", &url, "-path", path.to_str().unwrap(), "-terminationMessagePath", file];
    let shown = url.replace("u:p@", "***@");
    let own = format!(
        r#"{{"key":"commit","value":"{}"}},{{"key":"url","value":"{shown}"}}"#,
        repository.hash("main")
    );
    for (before, after) in [
        ("", format!("[{own}]")),
        (
            r#"[{"key":"other","value":"x","type":1},{"key":"commit","value":"old"}]"#,
            format!(r#"[{{"key":"other","type":1,"value":"x"}},{own}]"#),
        ),
        (
            "longer than what comes, and no list of results at all: it has to go, all of it, whatever its length may be, \
          so that what is read is what was written and nothing else behind it",
            format!("[{own}]"),
        ),
    ] {
        fs::write(&message, before).unwrap();
        bench.run(&args).succeeded();
        assert_eq!(fs::read_to_string(&message).unwrap(), after);
    }
    fs::remove_file(&message).unwrap();
    bench.run(&args).succeeded();
    let args = ["-url", &url, "-path", path.to_str().unwrap(), "-terminationMessagePath=/no/file"];
    assert!(bench.run(&args).failed()["msg"].as_str().unwrap().contains("termination message"));
}

#[test]
fn what_exists_is_deleted_when_asked() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let url = repository.bare.to_str().unwrap();
    let outside = bench.path("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("kept"), "").unwrap();
    let ours = bench.path("ours");
    fs::create_dir_all(ours.join("old/deep")).unwrap();
    fs::write(ours.join("file"), "").unwrap();
    symlink(&outside, ours.join("link")).unwrap();
    let args = ["-url", url, "-path", ours.to_str().unwrap()];
    bench.run(&args).failed();
    bench.run(&[&args[..], &["-deleteExisting=false"]].concat()).failed();
    bench.run(&[&args[..], &["-deleteExisting"]].concat()).succeeded();
    assert!(outside.join("kept").exists());
    assert_sound(&ours);
    bench.run(&["-url", url, "-path", bench.path("new").to_str().unwrap(), "-deleteExisting"]).succeeded();
    let failure = bench.run(&["-url", url, "-path", "/", "-deleteExisting"]).failed();
    assert!(failure["msg"].as_str().unwrap().contains("all files of the machine"), "{failure}");
}

/// A proxy that takes the host `git.invalid` to be at `port` of this machine.
pub fn proxy(port: u16) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for client in listener.incoming() {
            let mut client = client.unwrap();
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                client.read_exact(&mut byte).unwrap();
                head.push(byte[0]);
            }
            assert!(head.starts_with(b"CONNECT git.invalid:443 "));
            client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
            join(client, TcpStream::connect(("127.0.0.1", port)).unwrap());
        }
    });
    format!("http://{address}")
}

#[test]
fn proxies_are_gone_through_but_for_hosts_without() {
    let (bench, _, server, _) = served::over_https();
    // Nothing that resolves, so that it must be the proxy who was asked.
    let url = "https://git.invalid/r.git";
    let proxy = proxy(server.port());
    let (ours, no) = (bench.path("ours"), bench.path("no"));
    let args = |path| ["-url", url, "-sslVerify=false", "-retryMaxAttempts=1", "-path", path];
    let ours = args(ours.to_str().unwrap());
    bench.run(&[&ours[..], &["-httpsProxy", &proxy]].concat()).succeeded();
    let no = args(no.to_str().unwrap());
    outcome(bench.command(&no).env("HTTPS_PROXY", &proxy)).succeeded();
    let no_proxy = bench.run(&[&no[..], &["-httpsProxy", &proxy, "-noProxy", "git.invalid"]].concat());
    assert_eq!(no_proxy.failed()["stage"], "resolve");
}

#[test]
fn a_timeout_ends_it() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let bench = Bench::new();
    let url = format!("http://{}/r", silent.local_addr().unwrap());
    binary("git-init");
    let started = Instant::now();
    let outcome = bench.run(&["-url", &url, "-path", bench.path("o").to_str().unwrap(), "-timeout", "300ms"]);
    assert!(outcome.failed()["msg"].as_str().unwrap().contains("-timeout"));
    assert!(started.elapsed() < Duration::from_secs(10));
    Repository::sample(bench.root(), "r.git");
    let server = GitDaemon::start(bench.root());
    bench
        .run(&["-url", &server.url("r.git"), "-path", bench.path("p").to_str().unwrap(), "-timeout=1m"])
        .succeeded();
}
