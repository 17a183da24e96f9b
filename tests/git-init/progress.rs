//! Progress: a bar on a terminal, log lines elsewhere.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use tests::{Dice, GitDaemon, binary};

use crate::clone::{Bench, outcome};
use crate::judge::assert_sound;
use crate::repository::Repository;

/// A port from which what `port` sends comes slowly: some 40 kB a second.
pub fn slow(port: u16) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let own = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for client in listener.incoming() {
            let (mut client, mut server) =
                (client.unwrap(), TcpStream::connect(("127.0.0.1", port)).unwrap());
            let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            thread::spawn(move || std::io::copy(&mut from, &mut to));
            let mut buffer = [0; 4000];
            while let Ok(length @ 1..) = server.read(&mut buffer) {
                if client.write_all(&buffer[..length]).is_err() {
                    break;
                }
                thread::sleep(Duration::from_millis(100));
            }
            let _ = client.shutdown(Shutdown::Both);
        }
    });
    own
}

#[test]
fn a_terminal_gets_a_bar_and_a_pipe_gets_lines() {
    let bench = Bench::new();
    let repository = Repository::empty(bench.root(), "r.git");
    let mut dice = Dice::new();
    for at in 0..150 {
        let content: Vec<u8> = (0..1000).map(|_| u8::try_from(dice.below(256)).unwrap()).collect();
        repository.write(format!("{at}"), &content);
    }
    repository.commit("what no compression makes smaller");
    repository.push();
    let server = GitDaemon::start(bench.root());
    let port = server.url("").split([':', '/']).find_map(|part| part.parse().ok()).unwrap();
    let url = format!("git://127.0.0.1:{}/r.git", slow(port));

    let pipe = outcome(bench.command(&["-url", &url, "-path"]).arg(bench.path("pipe")));
    pipe.succeeded();
    let lines = pipe.lines();
    let progress: Vec<_> = lines.iter().filter(|line| line["msg"] == "receiving objects").collect();
    assert!(!progress.is_empty(), "{}", pipe.text);
    for line in &progress {
        assert!(line["bytes"].as_u64() > Some(0) && line["objects"].as_u64() < line["of"].as_u64(), "{line}");
    }
    for two in progress.windows(2) {
        assert!(two[1]["ts"].as_f64().unwrap() - two[0]["ts"].as_f64().unwrap() > 0.99, "{}", pipe.text);
    }

    let ours = bench.path("terminal");
    let command = format!("{} -url {url} -path {}", binary("git-init").display(), ours.display());
    // script gives its child a terminal of its own.
    let output = Command::new("script")
        .args(["--quiet", "--return", "--command", &command, "/dev/null"])
        .env("HOME", bench.path("home"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}");
    let bars: Vec<&str> = text.split('\r').filter(|part| part.contains('[') && part.contains(" %")).collect();
    let (receiving, others): (Vec<&str>, Vec<&str>) =
        bars.into_iter().partition(|bar| bar.starts_with("\x1b[Kreceiving objects"));
    assert!(!receiving.is_empty(), "{text:?}");
    for bar in receiving {
        assert!(!bar.contains('\n') && bar.contains("/152, ") && bar.contains("kB"), "{bar:?}");
    }
    // What comes behind has one only when a second has gone by since the last: not on each run. No object is a delta here.
    for bar in others {
        assert!(bar.starts_with("\x1b[Kchecking out files") && bar.ends_with("/150"), "{bar:?}");
    }
    let last = text.trim_end().rsplit(['\r', '\n']).next().unwrap();
    assert!(
        last.starts_with("\x1b[K{\"level\":\"info\""),
        "the bar is gone when the last line comes: {text:?}"
    );
    for what in ["receiving", "resolving", "checking"] {
        assert!(!text.contains(&format!("\"msg\":\"{what}")), "{text:?}");
    }
    assert_sound(&ours);
}
