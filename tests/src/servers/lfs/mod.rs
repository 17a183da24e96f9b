//! A small server of git LFS: the batch API, the objects, and what can go wrong with them.

mod answer;
mod request;

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write;
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use base64::Engine;
use sha2::{Digest, Sha256};

pub use request::LfsRequest;

/// A running server, which speaks http; a web server in front of it may speak https.
pub struct LfsServer {
    port: u16,
    shared: Arc<Shared>,
}

/// How the server behaves; without anything as it should, for everybody.
#[derive(Debug, Clone, Default)]
pub struct LfsRules {
    /// The header `Authorization` that the batch API asks for.
    pub authorization: Option<String>,
    /// The token that the batch answer gives as a header, and that the objects ask for.
    pub token: Option<String>,
    /// The statuses of the next answers, to batches and for objects alike; they ask for a pause of a second.
    pub statuses: VecDeque<u16>,
    /// After how many bytes the next bodies of objects break off.
    pub breaks: VecDeque<usize>,
    /// What the batch answer says of every object in the place of where it is: a code.
    pub error: Option<u16>,
    /// Where the objects are sent for: `http://host:port`, by a redirect.
    pub redirect: Option<String>,
    /// The server (`http://host:port`) that the batch answer names for the objects.
    pub elsewhere: Option<String>,
    /// Whether the objects come in chunks, without their length before them.
    pub chunked: bool,
    /// Whether bodies of objects never end.
    pub endless: bool,
}

impl LfsRules {
    /// The batch API is for a user with a password.
    pub fn for_user(user: &str, password: &str) -> Self {
        let login = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
        Self { authorization: Some(format!("Basic {login}")), ..Self::default() }
    }
}

#[derive(Default)]
struct Shared {
    objects: Mutex<BTreeMap<String, Vec<u8>>>,
    requests: Mutex<Vec<LfsRequest>>,
    rules: Mutex<LfsRules>,
    ends: AtomicBool,
}

impl LfsServer {
    /// Starts it, with no objects.
    pub fn start(rules: LfsRules) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("a bound socket").port();
        let shared = Arc::new(Shared { rules: Mutex::new(rules), ..Shared::default() });
        let server = Arc::clone(&shared);
        thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                if server.ends.load(Ordering::SeqCst) {
                    return;
                }
                let server = Arc::clone(&server);
                thread::spawn(move || serve(&connection, &server));
            }
        });
        Self { port, shared }
    }

    /// Takes an object in; the pointer to it.
    pub fn put(&self, content: &[u8]) -> String {
        let oid = sha256(content);
        locked(&self.shared.objects).insert(oid.clone(), content.to_vec());
        format!("version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize {}\n", content.len())
    }

    /// Gives `wrong` wherever the object `content` is asked for.
    pub fn spoil(&self, content: &[u8], wrong: &[u8]) {
        locked(&self.shared.objects).insert(sha256(content), wrong.to_vec());
    }

    /// Changes how it behaves.
    pub fn rules(&self, change: impl FnOnce(&mut LfsRules)) {
        change(&mut locked(&self.shared.rules));
    }

    /// The requests until now.
    pub fn requests(&self) -> Vec<LfsRequest> {
        locked(&self.shared.requests).clone()
    }

    /// `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The port it listens at.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for LfsServer {
    fn drop(&mut self) {
        self.shared.ends.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for connections; it may be gone.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

/// Answers the requests of one connection until it ends.
fn serve(connection: &TcpStream, server: &Shared) {
    while let Ok(request) = LfsRequest::read(connection) {
        if server.ends.load(Ordering::SeqCst) || answer::answer(connection, server, &request).is_err() {
            return;
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn sha256(content: &[u8]) -> String {
    Sha256::digest(content).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
