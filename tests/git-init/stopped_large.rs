//! SIGTERM where much is to be done that takes no server.

use std::fs;
use std::io::{BufWriter, Write};
use std::process::Stdio;

use tests::HttpBackend;

use crate::clone::Bench;
use crate::ended::{TERM, ended};
use crate::judge::{git, git_command};
use crate::repository::Repository;
use crate::stalling::{Stalling, Then};

/// A repository whose deltas and files take longer than the signal: 1500 versions of a file, and 15,000 files.
fn large(bench: &Bench) -> Repository {
    let repository = Repository::empty(bench.root(), "r.git");
    let mut command = git_command(&repository.bare);
    let mut import = command.args(["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut stream = BufWriter::new(import.stdin.take().unwrap());
    let mut lines: Vec<String> = (0..4000).map(|line| format!("the {line}th of many lines\n")).collect();
    for version in 0..1500 {
        lines[version * 7 % 4000] = format!("a line of version {version}\n");
        let text = lines.concat();
        let head = "commit refs/heads/main\ncommitter T <t@example.com> 1580608922 +0000\ndata 0\n";
        write!(stream, "{head}M 100644 inline long\ndata {}\n{text}\n", text.len()).unwrap();
        for file in 0..15_000 * usize::from(version == 1499) {
            write!(stream, "M 100644 inline {}/{file}\ndata 8\n{file:08}\n", file % 150).unwrap();
        }
    }
    drop(stream);
    assert!(import.wait().unwrap().success());
    repository
}

#[test]
fn a_large_pack_that_came_and_its_files() {
    let bench = Bench::new();
    large(&bench);
    let server = HttpBackend::start(bench.root(), ("u", "p"), None);
    let relay = Stalling::start(server.port(), usize::MAX, Then::Nothing);
    let url = server.url("r.git").replace(&server.port().to_string(), &relay.port().to_string());
    let ours = bench.path("ours");
    let args = ["-depth=0", "-url", &url, "-path", ours.to_str().unwrap()];
    bench.run(&args).succeeded();
    let all = relay.said();
    for files in [false, true] {
        fs::remove_dir_all(&ours).unwrap();
        let came = relay.said() + all / 100 * 99;
        ended(&bench, &args, TERM, |_| if files { ours.join("0").exists() } else { relay.said() > came });
        bench.run(&args).succeeded();
        assert_eq!(git(&ours, ["status", "--porcelain"]), "");
    }
}
