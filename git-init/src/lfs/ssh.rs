//! Asking an ssh server where the objects are: `git-lfs-authenticate`, as git-lfs runs it there.

use std::fs;
use std::io::Read;

use creds_init::git_url::{GitUrl, host_and_port};
use serde_json::Value;
use ssh2::{CheckResult, HashType, KnownHostFileKind, MethodType, Session};

use super::batch::headers;
use super::trouble::{Trouble, later};
use crate::credentials::{SSH_USER, home, private_keys};
use crate::dial::dial;
use crate::failure::{Failure, Stage};
use crate::hostkey::{key_types, may_list, taken_unchecked};
use crate::libgit2::SILENCE_MILLISECONDS;
use crate::location::Server;
use crate::log;

/// The port of ssh.
const PORT: u16 = 22;

/// The longest answer that is read, in bytes: a URL and a token.
const LONGEST_ANSWER: u64 = 64 * 1024;

/// What an ssh server says of its LFS server.
#[derive(Debug, Default)]
pub struct Grant {
    /// Its URL; `None` where the server does not name one.
    pub url: Option<String>,
    /// What it wants to see.
    pub headers: Vec<(String, String)>,
}

/// Asks `server`. One that does not know the command grants nothing, and the URL that git-lfs derives may do.
///
/// # Errors
/// When the server cannot be reached, or does not let the user in.
pub fn ask(server: &Server) -> Result<Grant, Trouble> {
    let at = |trouble: Trouble| Trouble { failure: trouble.failure.at(&server.host), ..trouble };
    let session = connect(server).map_err(at)?;
    log_in(&session, server).map_err(at)?;
    let said = run(&session, &server.path).map_err(|error| at(later(Stage::Connect, error)))?;
    let answer: Value = serde_json::from_slice(&said).unwrap_or_default();
    let url = answer["href"].as_str().filter(|url| GitUrl::parse(url).is_ok()).map(str::to_owned);
    if url.is_none() {
        log::warn(&format!("{} does not know git-lfs-authenticate; its https is tried", server.host));
        return Ok(Grant::default());
    }
    Ok(Grant { url, headers: headers(&answer["header"]) })
}

/// Connects, and makes sure that the host is the one that `known_hosts` knows.
fn connect(server: &Server) -> Result<Session, Trouble> {
    let (name, port) = host_and_port(&server.host).unwrap_or((&server.host, None));
    let name = name.trim_start_matches('[').trim_end_matches(']');
    let port = port.unwrap_or(PORT);
    let stream = dial(name, port).map_err(|(stage, error)| later(stage, error))?;
    let mut session = Session::new().map_err(|error| later(Stage::Connect, error))?;
    session.set_tcp_stream(stream);
    session.set_timeout(SILENCE_MILLISECONDS.unsigned_abs());
    let file = home().and_then(|home| fs::read_to_string(home.join(".ssh/known_hosts")).ok());
    // The server has several keys, and shows one of a type that is asked for: the one that is known.
    let types = file.as_ref().map_or_else(Vec::new, |file| key_types(file, &server.host));
    // An RSA key signs by newer methods than the one that is named like it.
    let methods = types.join(",").replace("ssh-rsa", "rsa-sha2-512,rsa-sha2-256,ssh-rsa");
    // Where none of these is known to libssh2 it takes its own, and the key is compared all the same.
    let _ = session.method_pref(MethodType::HostKey, &methods);
    session.handshake().map_err(|error| later(Stage::Connect, error))?;
    let Some(file) = file.filter(|file| !server.accept_new || may_list(file, &server.host)) else {
        taken_unchecked(server, session.host_key_hash(HashType::Sha256));
        return Ok(session);
    };
    let mut known = session.known_hosts().map_err(|error| later(Stage::Connect, error))?;
    for line in file.lines() {
        // A line that says nothing to libssh2 knows no host.
        let _ = known.read_str(line, KnownHostFileKind::OpenSSH);
    }
    let checked = session.host_key().map(|(key, _)| known.check_port(name, port, key));
    if !matches!(checked, Some(CheckResult::Match)) {
        let remedy = "add the server's line (ssh-keyscan prints it) to known_hosts in the ssh secret";
        return Err(
            Failure::local(Stage::Connect, "its host key is not the one in known_hosts", remedy).into()
        );
    }
    Ok(session)
}

/// Offers one key after the other.
fn log_in(session: &Session, server: &Server) -> Result<(), Trouble> {
    let user = server.user.as_deref().unwrap_or(SSH_USER);
    let user = user.split_once(':').map_or(user, |(name, _)| name);
    for key in private_keys(server) {
        if session.userauth_pubkey_memory(user, None, &key, None).is_ok() && session.authenticated() {
            return Ok(());
        }
    }
    let remedy = "give the ServiceAccount a kubernetes.io/ssh-auth secret for this host";
    Err(Failure::local(Stage::Authenticate, "the server takes none of the keys in $HOME/.ssh", remedy).into())
}

/// What the command prints; nothing where it fails.
fn run(session: &Session, path: &str) -> anyhow::Result<Vec<u8>> {
    let mut channel = session.channel_session()?;
    // In quotes, and those in the path outside of them, for the shell there.
    channel.exec(&format!("git-lfs-authenticate '{}' download", path.replace('\'', "'\\''")))?;
    let mut said = Vec::new();
    channel.by_ref().take(LONGEST_ANSWER).read_to_end(&mut said)?;
    channel.close()?;
    channel.wait_close()?;
    Ok(if channel.exit_status()? == 0 { said } else { Vec::new() })
}
