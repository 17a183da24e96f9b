//! Who may have what of a registry: the server at which it tells its clients to ask for a token.

use std::fs;
use std::io::{self, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::http::{HttpRequest, HttpServer, reply};

/// What it calls itself, and the registry.
pub const ISSUER: &str = "test tokens";
pub const SERVICE: &str = "test registry";

/// Repositories that are for everybody to read.
const PUBLIC: &str = "public/";

/// How long a token is good for, in seconds: docker's specification has clients take it for a minute.
const LIFETIME: u64 = 60;

/// A running server. It lets its user do everything, and nobody in particular read what is public.
pub struct TokenServer {
    keys: Arc<Keys>,
    server: HttpServer,
    asked: Arc<Mutex<Vec<String>>>,
}

/// A key and its certificate, which stands for itself.
struct Keys(TempDir);

impl TokenServer {
    /// Starts it for `user` with a password.
    pub fn start(user: (&str, &str)) -> Self {
        let keys = Arc::new(Keys::make());
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let login = format!("Basic {}", STANDARD.encode(format!("{}:{}", user.0, user.1)));
        let (own, noted) = (Arc::clone(&keys), Arc::clone(&asked));
        let server = HttpServer::start(move |connection, request, _| {
            noted.lock().unwrap_or_else(PoisonError::into_inner).push(request.path.clone());
            answer(connection, request, &login, &own)
        });
        Self { keys, server, asked }
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/token", self.server.port())
    }

    /// The certificate by which a registry knows its tokens.
    pub fn certificate(&self) -> PathBuf {
        self.keys.path("cert.pem")
    }

    /// What it was asked for so far, a path each.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn answer(connection: &TcpStream, request: &HttpRequest, login: &str, keys: &Keys) -> io::Result<()> {
    let is_user = match request.header("authorization") {
        None => false,
        Some(given) if given == login => true,
        Some(_) => return reply(connection, 401, &[], br#"{"errors": [{"code": "UNAUTHORIZED"}]}"#),
    };
    let scopes = request.path.split(['?', '&']).filter_map(|word| word.strip_prefix("scope="));
    let access: Vec<Value> = scopes.filter_map(|scope| granted(&decoded(scope), is_user)).collect();
    let token = keys.signed(&access);
    reply(
        connection,
        200,
        &[("Content-Type", "application/json")],
        json!({ "token": token }).to_string().as_bytes(),
    )
}

/// What of `scope` (`repository:NAME:ACTION,ACTION`) is allowed.
fn granted(scope: &str, is_user: bool) -> Option<Value> {
    let mut words = scope.split(':');
    let (kind, name, actions) = (words.next()?, words.next()?, words.next()?);
    let may = |action: &&str| is_user || (*action == "pull" && name.starts_with(PUBLIC));
    let actions: Vec<&str> = actions.split(',').filter(may).collect();
    Some(json!({ "type": kind, "name": name, "actions": actions }))
}

/// A part of a query, of which `:`, `/` and `,` may come as `%XX`.
fn decoded(text: &str) -> String {
    [("%3A", ":"), ("%2F", "/"), ("%2C", ",")]
        .iter()
        .fold(text.to_owned(), |text, (escape, plain)| text.replace(escape, plain))
}

impl Keys {
    fn make() -> Self {
        let keys = Self(tempfile::tempdir().expect("a temporary folder"));
        let output = Command::new("openssl")
            .args([
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=test tokens",
                "-keyout",
            ])
            .arg(keys.path("key.pem"))
            .arg("-out")
            .arg(keys.path("cert.pem"))
            .output()
            .expect("openssl is installed");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        keys
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A token for `access`: a JSON web token (RFC 7519) with RSA's signature, and the certificate in its head.
    fn signed(&self, access: &[Value]) -> String {
        let pem = fs::read_to_string(self.path("cert.pem")).expect("a certificate");
        let certificate: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970").as_secs();
        let head = json!({ "typ": "JWT", "alg": "RS256", "x5c": [certificate] });
        let claims = json!({
            "iss": ISSUER, "aud": SERVICE, "sub": "", "jti": now.to_string(),
            "iat": now, "nbf": now.saturating_sub(LIFETIME), "exp": now + LIFETIME, "access": access,
        });
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", encode(&head), encode(&claims));
        let signature = signature(&self.path("key.pem"), &signed);
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

fn signature(key: &Path, text: &str) -> Vec<u8> {
    let mut openssl = Command::new("openssl")
        .args(["dgst", "-sha256", "-sign"])
        .arg(key)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("openssl is installed");
    openssl.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("openssl reads");
    openssl.wait_with_output().expect("a child of ours").stdout
}
