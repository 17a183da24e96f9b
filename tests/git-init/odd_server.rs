//! `git upload-pack` behind a web server of our own, which notes what it is asked and can change what it answers.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

/// A running server of one repository. Its thread waits for a next client until the tests end.
pub struct OddServer {
    port: u16,
    questions: Arc<Mutex<Vec<String>>>,
}

impl OddServer {
    /// Serves `repository`, each POST with an answer that `change` made.
    pub fn start(repository: &Path, change: impl Fn(&[u8], Vec<u8>) -> Vec<u8> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let questions = Arc::new(Mutex::new(Vec::new()));
        let (asked, repository) = (Arc::clone(&questions), repository.to_owned());
        thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                // A client that has gone is served no longer.
                let _ = answer(&connection, &repository, &asked, &change);
            }
        });
        Self { port, questions }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/r.git", self.port)
    }

    /// The bodies of the POSTs since this was last asked.
    pub fn questions(&self) -> Vec<String> {
        std::mem::take(&mut self.questions.lock().unwrap())
    }
}

fn answer(
    mut connection: &TcpStream,
    repository: &Path,
    questions: &Mutex<Vec<String>>,
    change: &impl Fn(&[u8], Vec<u8>) -> Vec<u8>,
) -> io::Result<()> {
    let mut reader = BufReader::new(connection);
    let (mut first, mut length) = (String::new(), 0);
    reader.read_line(&mut first)?;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut question = vec![0; length];
    reader.read_exact(&mut question)?;
    let (kind, body) = if first.starts_with("GET") {
        let refs = upload_pack(repository, &["--advertise-refs"], b"");
        ("advertisement", [b"001e# service=git-upload-pack\n0000".to_vec(), refs].concat())
    } else {
        questions.lock().unwrap().push(String::from_utf8(question.clone()).unwrap());
        ("result", change(&question, upload_pack(repository, &[], &question)))
    };
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-{kind}\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n",
        body.len()
    );
    connection.write_all(&[head.as_bytes(), &body].concat())
}

/// What git answers to a question, which is none for its refs.
pub fn upload_pack(repository: &Path, flags: &[&str], question: &[u8]) -> Vec<u8> {
    let mut child = Command::new("git")
        .args(["-c", "safe.directory=*", "upload-pack", "--stateless-rpc"])
        .args(flags)
        .arg(repository)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(question).unwrap();
    child.wait_with_output().unwrap().stdout
}
