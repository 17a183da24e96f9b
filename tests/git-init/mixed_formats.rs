//! SHA-1 and SHA-256 hashes, which are not to be mixed.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Stdio;
use std::thread;

use tests::GitDaemon;

use crate::clone::Bench;
use crate::judge::{assert_sound, git, git_command};
use crate::repository::Repository;
use crate::retries::join;
use crate::submodules::add;

/// A port where connections lead to `ports` in turn.
fn alternating(ports: [u16; 2]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let own = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for (client, port) in listener.incoming().zip(ports.into_iter().cycle()) {
            join(client.unwrap(), TcpStream::connect(("127.0.0.1", port)).unwrap());
        }
    });
    own
}

fn port(url: &str) -> u16 {
    url.split([':', '/']).find_map(|part| part.parse().ok()).unwrap()
}

/// A port where every client is shown `refs`, told `NAK`, and given `pack`.
fn lying(refs: &[String], pack: Vec<u8>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let own = listener.local_addr().unwrap().port();
    let packet = |text: &String| format!("{:04x}{text}", text.len() + 4);
    let shown = refs.iter().map(packet).collect::<String>() + "0000";
    thread::spawn(move || {
        for client in listener.incoming() {
            let mut client = client.unwrap();
            let mut read = BufReader::new(client.try_clone().unwrap());
            let _ = read.read_exact(&mut [0; 4]).and_then(|()| client.write_all(shown.as_bytes()));
            let mut line = Vec::new();
            while !line.ends_with(b"done\n")
                && read.read_until(b'\n', &mut line).is_ok_and(|length| length > 0)
            {}
            let _ = client.write_all(b"0008NAK\n").and_then(|()| client.write_all(&pack));
        }
    });
    own
}

/// A pack of all that is in `folder`.
fn pack(folder: &Path) -> Vec<u8> {
    let mut packing = git_command(folder);
    let packing =
        packing.args(["pack-objects", "--stdout", "--all", "--quiet"]).stdin(Stdio::null()).output();
    packing.unwrap().stdout
}

#[test]
fn submodules_of_the_other_format_are_refused() {
    let bench = Bench::new();
    let server = GitDaemon::start(bench.root());
    for (its, ours) in [("sha1", "sha256"), ("sha256", "sha1")] {
        let inner = Repository::sample_with(its, bench.root(), &format!("{its}.git"));
        let outer = Repository::sample_with(ours, bench.root(), &format!("{ours}-outer.git"));
        // As long as the hashes of the outer one, which can name no commit of the inner one.
        let commit = outer.hash("main");
        add(&outer, "inner", "in", &format!("../{its}.git"), &commit);
        outer.push();
        let failure = bench.refusal(&server.url(&format!("{ours}-outer.git")), its);
        let cause = failure["msg"].as_str().unwrap();
        assert!(cause.contains("submodule inner") && cause.contains("those of the remote are"), "{failure}");
        assert_ne!(inner.hash("main"), commit);
    }
}

#[test]
fn a_submodule_that_is_there_keeps_its_format() {
    let bench = Bench::new();
    let [old, inner] = ["sha1", "sha256"].map(|format| Repository::sample_with(format, bench.root(), format));
    let outer = Repository::sample_with("sha256", bench.root(), "outer.git");
    let server = GitDaemon::start(bench.root());
    let ours = bench.clone(&server.url("outer.git"), "", "ours");
    let module = ours.join(".git/modules/inner");
    fs::create_dir(module.parent().unwrap()).unwrap();
    let (from, to) = (old.bare.to_str().unwrap(), module.to_str().unwrap());
    git(bench.root(), ["clone", "--quiet", "--bare", from, to]);
    add(&outer, "inner", "in", "../sha256", &inner.hash("main"));
    outer.push();
    let failure = bench.refusal(&server.url("outer.git"), "ours");
    assert!(failure["msg"].as_str().unwrap().contains("the clone that is there SHA-1"), "{failure}");
    assert_eq!(git(&module, ["rev-parse", "--show-object-format"]), "sha1");
    git(&module, ["--work-tree=.", "fsck"]);
}

#[test]
fn a_clone_of_the_other_format_stays_as_it_is() {
    let bench = Bench::new();
    let server = GitDaemon::start(bench.root());
    let repositories = ["sha1", "sha256"].map(|format| Repository::sample_with(format, bench.root(), format));
    for (ours, theirs) in [(0, 1), (1, 0)] {
        let theirs = &repositories[theirs].bare;
        let name = theirs.file_name().unwrap().to_str().unwrap();
        let clone = format!("clone-{name}");
        let path = bench.clone(repositories[ours].bare.to_str().unwrap(), "", &clone);
        let before = git(&path, ["rev-parse", "HEAD"]);
        for url in [server.url(name), theirs.display().to_string()] {
            let failure = bench.refusal(&url, &clone);
            assert_eq!(failure["stage"], "fetch");
            assert!(failure["remedy"].as_str().unwrap().contains("-deleteExisting"), "{failure}");
            assert_sound(&path);
            assert_eq!(git(&path, ["rev-parse", "HEAD"]), before);
        }
        // A folder where nothing was fetched yet takes on what comes.
        let fresh = bench.path(&format!("fresh{name}"));
        let format = if name == "sha1" { "sha256" } else { "sha1" };
        git(bench.root(), ["init", "--quiet", "--object-format", format, fresh.to_str().unwrap()]);
        bench.clone(&server.url(name), "", &format!("fresh{name}"));
        assert_eq!(git(&fresh, ["rev-parse", "--show-object-format"]), name);
        assert_sound(&fresh);
    }
}

#[test]
fn hashes_of_the_other_format_are_refused_at_once() {
    let bench = Bench::new();
    let server = GitDaemon::start(bench.root());
    let [one, two] = ["sha1", "sha256"].map(|format| Repository::sample_with(format, bench.root(), format));
    for (name, revision) in [("sha1", two.hash("main")), ("sha256", one.hash("main"))] {
        let failure =
            bench.refusal_of(&["-revision", &revision], &server.url(name), &format!("clone-{name}"));
        assert!(failure["msg"].as_str().unwrap().contains("those of the remote are"), "{failure}");
    }
}

#[test]
fn a_server_that_changes_its_format_is_not_followed() {
    let bench = Bench::new();
    let daemons = ["sha1", "sha256"].map(|format| {
        fs::create_dir(bench.path(format)).unwrap();
        Repository::sample_with(format, &bench.path(format), "r.git");
        GitDaemon::start(&bench.path(format))
    });
    let [one, two] = daemons.each_ref().map(|daemon| port(&daemon.url("")));
    for (at, ports) in [[one, two], [two, one]].into_iter().enumerate() {
        // A short hash and `-verifyRef` connect more than once.
        for (flag, value) in [("-revision", "abcdef"), ("-verifyRef", "light")] {
            let url = format!("git://127.0.0.1:{}/r.git", alternating(ports));
            let failure = bench.refusal_of(&[flag, value], &url, &format!("ours{at}{flag}"));
            assert!(failure["msg"].as_str().unwrap().contains("the remote has SHA-"), "{failure}");
        }
    }
}

#[test]
fn what_does_not_fit_together_is_refused() {
    let bench = Bench::new();
    let [one, two] = ["sha1", "sha256"].map(|format| Repository::sample_with(format, bench.root(), format));
    let (short, long) = (one.hash("main"), two.hash("main"));
    let packs = [pack(&one.bare), pack(&two.bare)];
    for (at, (hash, capabilities, fitting)) in [
        (&short, "object-format=sha256", None),
        (&long, "object-format=sha1", None),
        (&long, "ofs-delta", None),
        (&short, "object-format=sha512", None),
        (&long, "object-format=sha256", Some(1)),
        (&short, "object-format=sha1", Some(0)),
        // libgit2 reads these in two places, which do not agree about which one counts.
        (&long, "object-format=sha256 multi_ackobject-format=sha1", Some(1)),
        (&short, "object-format=sha1 object-format=sha256", Some(0)),
    ]
    .into_iter()
    .enumerate()
    {
        for (which, pack) in packs.iter().enumerate().filter(|(which, _)| Some(*which) != fitting) {
            let refs = [format!("{hash} HEAD\0{capabilities}\n"), format!("{hash} refs/heads/main\n")];
            let url = format!("git://127.0.0.1:{}/r.git", lying(&refs, pack.clone()));
            let name = format!("ours{at}{which}");
            bench.refusal_of(&["-depth=0"], &url, &name);
            assert!(!bench.path(&name).join("README").exists(), "{capabilities}");
        }
    }
}
