//! SIGTERM, SIGINT and `-timeout` where no git server has a say: before one is reached, and when it is done.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, UdpSocket};
use std::os::fd::AsRawFd;
use std::process::Command;
use std::time::{Duration, Instant};

use tests::{GitDaemon, LfsRules, Stopwatch, binary, mount_namespace, root, send};

use crate::clone::Bench;
use crate::ended::{ALL, TERM, ended, ended_command};
use crate::judge::assert_sound;
use crate::lfs_scene::Scene;
use crate::repository::Repository;
use crate::stalling::{Stalling, Then};

#[test]
fn a_folder_that_is_being_emptied() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let ours = bench.path("ours");
    let folder = |at: usize| ours.join(format!("old/{at}"));
    for at in 0..300 {
        fs::create_dir_all(folder(at)).unwrap();
        for file in 0..200 {
            fs::write(folder(at).join(file.to_string()), "").unwrap();
        }
    }
    let left = || fs::read_dir(ours.join("old")).map_or(0, Iterator::count);
    let url = repository.bare.to_str().unwrap();
    let args = ["-deleteExisting", "-url", url, "-path", ours.to_str().unwrap()];
    ended(&bench, &args, TERM, |_| left() < 300);
    bench.run(&args).succeeded();
    assert_sound(&ours);
}

/// The DNS server is a socket that nobody reads from.
#[test]
fn a_name_that_is_being_looked_up() {
    if !root() {
        return;
    }
    let bench = Bench::new();
    let file = bench.path("resolv.conf");
    let scene = format!("mount --bind {} \"$(readlink -f /etc/resolv.conf)\"", file.display());
    let Some(namespace) = mount_namespace(&scene) else { return };
    for (by, last) in ALL.into_iter().zip(1..) {
        // An address of this machine that nothing else uses.
        let address = format!("127.53.{}.{last}", std::process::id() % 256);
        let resolver = UdpSocket::bind((&address[..], 53)).unwrap();
        fs::write(&file, format!("nameserver {address}\n")).unwrap();
        let mut command = Command::new(&namespace[0]);
        command.args(&namespace[1..]).arg(binary("git-init")).args([
            "-url",
            "https://git.example/r",
            "-path",
        ]);
        command.arg(bench.path("ours")).env("HOME", bench.path("home"));
        ended_command(&bench, &mut command, by, |_| resolver.recv(&mut [0; 512]).is_ok());
    }
}

/// A port whose queue of connections is full: packets to it are dropped, as by a firewall.
#[test]
fn a_host_that_does_not_answer() {
    let hole = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = hole.local_addr().unwrap();
    // SAFETY: sets the length of the queue of a socket that is open.
    #[allow(unsafe_code)]
    let set = unsafe { libc::listen(hole.as_raw_fd(), 0) };
    assert_eq!(set, 0);
    let connect = || std::net::TcpStream::connect_timeout(&address, Duration::from_millis(200));
    let _queue: Vec<_> = std::iter::from_fn(|| connect().ok()).collect();
    let bench = Bench::new();
    let ours = bench.path("ours");
    for (scheme, by) in ["http", "https", "ssh", "git"].into_iter().zip([ALL, ALL].concat()) {
        let (url, started) = (format!("{scheme}://{address}/r"), Instant::now());
        let args = ["-url", &url, "-path", ours.to_str().unwrap()];
        // Nobody sees it wait but itself.
        ended(&bench, &args, by, |_| started.elapsed() > Duration::from_millis(300));
    }
}

#[test]
fn a_proxy_that_says_nothing() {
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    let through = format!("http://{}", proxy.local_addr().unwrap());
    let bench = Bench::new();
    let ours = bench.path("ours");
    for (url, flag, asked) in
        [("http://git.invalid/r", "-httpProxy", "GET "), ("https://git.invalid/r", "-httpsProxy", "CONNECT ")]
    {
        for by in ALL {
            let args = ["-url", url, "-path", ours.to_str().unwrap(), flag, &through];
            let mut connection = None;
            ended(&bench, &args, by, |_| {
                let mut head = vec![0; asked.len()];
                let (mut client, _) = proxy.accept().unwrap();
                client.read_exact(&mut head).unwrap();
                connection = Some(client);
                head == asked.as_bytes()
            });
        }
    }
}

#[test]
fn the_pause_before_another_attempt() {
    let deaf = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let bench = Bench::new();
    let (ours, url) = (bench.path("ours"), format!("http://{deaf}/r"));
    for by in ALL {
        let args = ["-url", &url, "-path", ours.to_str().unwrap(), "-retryInitial=1m", "-retryMax=1m"];
        ended(&bench, &args, by, |said| said.contains("attempt 2 of 3"));
    }
}

#[test]
fn a_submodule_whose_server_says_nothing() {
    let bench = Bench::new();
    Repository::sample(bench.root(), "inner.git");
    let outer = Repository::sample(bench.root(), "outer.git");
    let inner = GitDaemon::start(bench.root());
    let port = inner.url("").split([':', '/']).find_map(|part| part.parse().ok()).unwrap();
    let relay = Stalling::start(port, usize::MAX, Then::Nothing);
    let url = format!("git://127.0.0.1:{}/inner.git", relay.port());
    outer.git(["submodule", "--quiet", "add", &url, "sub"]);
    outer.commit("a submodule at a server");
    outer.push();
    let ours = bench.path("ours");
    let args = ["-url", outer.bare.to_str().unwrap(), "-path", ours.to_str().unwrap()];
    for (halt, by) in [0, 300, 900].into_iter().zip(ALL) {
        let _ = fs::remove_dir_all(&ours);
        relay.halt_after(halt);
        ended(&bench, &args, by, |_| relay.halts());
        relay.release();
        bench.run(&args).succeeded();
        assert_sound(&ours);
        assert_sound(&ours.join("sub"));
    }
}

#[test]
fn an_lfs_server_that_says_nothing_or_not_now() {
    for (statuses, by) in [(None, TERM), (Some(503), TERM)].into_iter().chain(ALL.map(|by| (None, by))) {
        let scene = Scene::new(LfsRules { statuses: statuses.into_iter().collect(), ..LfsRules::default() });
        let relay = Stalling::start(scene.lfs.port(), usize::MAX, Then::Nothing);
        let server = format!("http://127.0.0.1:{}/r.git/info/lfs", relay.port());
        fs::write(scene.bench.path("home/.gitconfig"), format!("[lfs]\n\turl = {server}\n")).unwrap();
        let ours = scene.ours();
        let args = ["-lfs", "-url", &scene.url(), "-path", ours.to_str().unwrap()];
        let pause = ["-retryInitial=1m", "-retryMax=1m"];
        if statuses.is_none() {
            // In the middle of the answer that says where the objects are.
            relay.halt_after(100);
        }
        ended(&scene.bench, &[&args[..], &pause].concat(), by, |said| {
            if statuses.is_some() { said.contains("attempt 2 of 3") } else { relay.halts() }
        });
        relay.release();
        scene.run(&scene.url(), &[]).succeeded();
        scene.assert_as_git_lfs(&scene.url());
    }
}

/// Whoever was to read the log does not.
#[test]
fn a_log_that_nobody_reads() {
    let (reader, writer) = std::io::pipe().unwrap();
    let mut full = writer.try_clone().unwrap();
    std::thread::spawn(move || full.write_all(&vec![b'\n'; 1 << 20]));
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let bench = Bench::new();
    let url = format!("http://{}/r", silent.local_addr().unwrap());
    let mut command = bench.command(&["-url", &url, "-path", bench.path("ours").to_str().unwrap()]);
    let mut child = command.stderr(writer).spawn().unwrap();
    let _connection = silent.accept().unwrap();
    let sent = Stopwatch::start();
    send(child.id(), libc::SIGTERM);
    assert_eq!(child.wait().unwrap().code(), Some(143));
    assert!(sent.elapsed() < Duration::from_secs(1), "{:?}", sent.elapsed());
    drop(reader);
}
