//! The server is asked while the folder is made ready: what goes wrong is said in the same order all the same.

use std::fs;
use std::io::ErrorKind;
use std::net::TcpListener;

use crate::clone::Bench;

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
