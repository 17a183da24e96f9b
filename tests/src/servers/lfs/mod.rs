//! A small server of git LFS: the batch API, the objects, and what can go wrong with them.

mod answer;

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base64::Engine;
use sha2::{Digest, Sha256};

use super::http::{HttpRequest, HttpServer};

/// A running server, which speaks http; a web server in front of it may speak https.
pub struct LfsServer {
    server: HttpServer,
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
    requests: Mutex<Vec<HttpRequest>>,
    rules: Mutex<LfsRules>,
}

impl LfsServer {
    /// Starts it, with no objects.
    pub fn start(rules: LfsRules) -> Self {
        let shared = Arc::new(Shared { rules: Mutex::new(rules), ..Shared::default() });
        let own = Arc::clone(&shared);
        let server = HttpServer::start(move |connection, request, ends| {
            answer::answer(connection, &own, request, ends)
        });
        Self { server, shared }
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
    pub fn requests(&self) -> Vec<HttpRequest> {
        locked(&self.shared.requests).clone()
    }

    /// `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port())
    }

    /// The port it listens at.
    pub fn port(&self) -> u16 {
        self.server.port()
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
