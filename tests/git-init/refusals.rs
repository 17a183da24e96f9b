//! What a server says when it refuses, over each transport, with part of the history and with all of it.

use std::fs::{self, Permissions};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::thread;

use tests::Sshd;

use crate::clone::Bench;
use crate::odd_server::{OddServer, upload_pack};
use crate::repository::Repository;

/// A packet that refuses.
const REFUSAL: &str = "0026ERR not today: http://u:s3cret@h/\n";

/// A git daemon that shows its refs and refuses what is asked for.
fn daemon(repository: &Path) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let refs = upload_pack(repository, &["--advertise-refs"], b"");
    thread::spawn(move || {
        for mut client in listener.incoming().map_while(Result::ok) {
            client.write_all(&refs).unwrap();
            let mut asked = Vec::new();
            let mut piece = [0; 4096];
            while !asked.windows(5).any(|part| part == b"want ") {
                let length = client.read(&mut piece).unwrap();
                asked.extend_from_slice(&piece[..length]);
            }
            client.write_all(REFUSAL.as_bytes()).unwrap();
            client.shutdown(Shutdown::Write).unwrap();
            // Until the client goes: what it still sends must not reset the connection.
            while client.read(&mut piece).is_ok_and(|length| length > 0) {}
        }
    });
    format!("git://{address}/r.git")
}

#[test]
fn the_servers_own_words_are_shown() {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let http = OddServer::start(&repository.bare, |_, _| REFUSAL.as_bytes().to_vec());
    let programs = bench.path("programs");
    fs::create_dir(&programs).unwrap();
    let script = format!(
        "#!/bin/sh\ngit -c safe.directory='*' upload-pack --advertise-refs \"$1\"\nread -r asked\nprintf '{}'\n",
        REFUSAL.replace('\n', "\\n")
    );
    fs::write(programs.join("git-upload-pack"), script).unwrap();
    fs::set_permissions(programs.join("git-upload-pack"), Permissions::from_mode(0o755)).unwrap();
    let ssh = Sshd::start_with(Some(&programs));
    fs::create_dir(bench.path("home/.ssh")).unwrap();
    fs::copy(ssh.key(), bench.path("home/.ssh/id_key")).unwrap();
    for url in [http.url(), daemon(&repository.bare), ssh.url(&repository.bare)] {
        for depth in ["-depth=1", "-depth=3", "-depth=0"] {
            let failure = bench.refusal_of(&[depth, "-timeout=20s"], &url, "ours");
            let message = failure["msg"].as_str().unwrap();
            assert!(message.contains("not today: http://***@h/"), "{url} {depth}: {failure}");
            assert_eq!(failure["stage"], "fetch", "{failure}");
        }
    }
}
