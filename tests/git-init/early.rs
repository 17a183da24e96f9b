//! The server is asked while the folder is made ready: what goes wrong is said in the same order all the same.

use std::fs;
use std::io::ErrorKind;
use std::net::TcpListener;

use crate::clone::Bench;
use crate::judge::git;
use crate::served;

#[test]
fn the_folder_counts_before_the_server() {
    let bench = Bench::new();
    fs::write(bench.path("file"), "mine").unwrap();
    fs::create_dir(bench.path("full")).unwrap();
    fs::write(bench.path("full/file"), "mine").unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    // Whoever is let in here waits for an answer; whoever is not, is turned away.
    let deaf = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for server in [deaf, listener.local_addr().unwrap()] {
        for folder in ["file/ours", "full"] {
            let failure = bench.refusal(&format!("http://{server}/r.git"), folder);
            assert_eq!(failure["stage"], "prepare", "{failure}");
        }
    }
    assert_eq!(fs::read_to_string(bench.path("file")).unwrap(), "mine");
    assert_eq!(fs::read_dir(bench.path("full")).unwrap().count(), 1);
    // Where files of someone else are nobody is asked.
    drop(listener.accept());
    assert_eq!(listener.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
}

/// The server that a URL names is not even connected to where settings lead to another one, however they say it.
#[test]
fn settings_count_before_the_url() {
    let (bench, repository, server) = served::over_http();
    let named = TcpListener::bind("127.0.0.1:0").unwrap();
    named.set_nonblocking(true).unwrap();
    let url = format!("http://{}/", named.local_addr().unwrap());
    let rule = format!("[URL \"{}\"]\n\tINSTEADOF = {url}\n", server.url(""));
    fs::write(bench.path("home/more"), &rule).unwrap();
    fs::create_dir_all(bench.path("home/.config/git")).unwrap();
    let included = "[Include]\n\tpath = ~/more\n";
    for (at, (file, settings)) in
        [(".gitconfig", &rule[..]), (".gitconfig", included), (".config/git/config", &rule)]
            .into_iter()
            .enumerate()
    {
        let file = bench.path("home").join(file);
        fs::write(&file, settings).unwrap();
        let ours = bench.clone(&format!("{url}r.git"), "", &format!("ours-{at}"));
        assert_eq!(git(&ours, ["rev-parse", "HEAD"]), repository.hash("main"), "{settings}");
        assert_eq!(named.accept().unwrap_err().kind(), ErrorKind::WouldBlock, "{settings}");
        fs::remove_file(file).unwrap();
    }
}

/// What is there already, and is to go, goes before the server is asked.
#[test]
fn a_folder_that_cannot_be_emptied_asks_nobody() {
    let bench = Bench::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}/r.git", listener.local_addr().unwrap());
    fs::write(bench.path("file"), "mine").unwrap();
    let failure = bench.refusal_of(&["-deleteExisting"], &url, "file");
    assert_eq!(failure["stage"], "prepare", "{failure}");
    assert_eq!(listener.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
}

/// A command line is read to its end before anybody is asked.
#[test]
fn a_wrong_command_line_asks_nobody() {
    let bench = Bench::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}/r.git", listener.local_addr().unwrap());
    for wrong in
        ["-depth=x", "-depth=-1", "-submodules=perhaps", "-shallow", "-path", "word", "-httpProxy=ftp://h"]
    {
        let output = bench
            .command(&["-url", &url, "-path", bench.path("ours").to_str().unwrap(), wrong])
            .output()
            .unwrap();
        assert!(!output.status.success(), "{wrong}: {output:?}");
        assert_eq!(listener.accept().unwrap_err().kind(), ErrorKind::WouldBlock, "{wrong}");
    }
}
