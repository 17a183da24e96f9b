//! What libgit2 gets when a server asks who is there.

use std::collections::VecDeque;
use std::env;
use std::fs;
use std::path::PathBuf;

use creds_init::git_credentials;
use creds_init::git_url::GitUrl;
use git2::{Cred, CredentialType, Error, ErrorClass, ErrorCode};

use crate::location::{Scheme, Server};

/// The user where the URL names none: what every git server over ssh calls it. A container's own user often
/// has no name at all.
pub const SSH_USER: &str = "git";

/// What an unencrypted key in OpenSSH's own format begins with: `openssh-key-v1` and the cipher `none`.
const OPENSSH_UNENCRYPTED: &str = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmU";

/// The answers that are left. libgit2 asks until it is let in or refused, without end: each answer is given
/// once.
pub struct Credentials {
    keys: VecDeque<String>,
    found: usize,
    asked: bool,
    /// What `.git-credentials` holds, until it was given.
    stored: Option<Vec<u8>>,
    given: bool,
}

impl Credentials {
    /// Reads what creds-init wrote: `.git-credentials`, and the keys for `server`.
    pub fn read(server: &Server) -> Self {
        let keys = match server.scheme {
            Scheme::Ssh => private_keys(server),
            _ => VecDeque::new(),
        };
        let stored = home().and_then(|home| fs::read(home.join(".git-credentials")).ok());
        Self { found: keys.len(), keys, asked: false, stored, given: false }
    }

    /// Whether a stored user and password were given.
    pub fn given(&self) -> bool {
        self.given
    }

    /// Whether the server asked at all.
    pub fn asked(&self) -> bool {
        self.asked
    }

    /// Whether there is a key that was not tried yet.
    pub fn left(&self) -> bool {
        !self.keys.is_empty()
    }

    /// How many ssh keys there were to try.
    pub fn keys(&self) -> usize {
        self.found
    }

    /// The next answer to the server at `url`, where a redirect may have led, that takes `allowed`.
    ///
    /// # Errors
    /// When no answer is left.
    pub fn next(&mut self, url: &str, user: Option<&str>, allowed: CredentialType) -> Result<Cred, Error> {
        if allowed.contains(CredentialType::USERNAME) {
            return Cred::username(user.unwrap_or(SSH_USER));
        }
        self.asked = true;
        if allowed.contains(CredentialType::SSH_MEMORY)
            && let Some(key) = self.keys.pop_front()
        {
            return Cred::ssh_key_from_memory(user.unwrap_or(SSH_USER), None, &key, None);
        }
        if allowed.contains(CredentialType::USER_PASS_PLAINTEXT)
            && let Some(stored) = self.stored.take()
            && let Ok(url) = GitUrl::parse(url)
            && let Some(basic) = git_credentials::find(&stored, &url, user)
        {
            self.given = true;
            return Cred::userpass_plaintext(&basic.username, &basic.password);
        }
        Err(Error::new(ErrorCode::Auth, ErrorClass::Callback, "no credential is left to try"))
    }
}

/// The user's home, where creds-init wrote.
pub fn home() -> Option<PathBuf> {
    env::var_os("HOME").filter(|home| !home.is_empty()).map(PathBuf::from)
}

/// The private keys for an ssh server that can be used without a passphrase.
pub fn private_keys(server: &Server) -> VecDeque<String> {
    server.keys.as_ref().map_or_else(keys, |paths| usable_keys(paths))
}

/// The private keys that can be used without a passphrase, in the order of their names.
fn keys() -> VecDeque<String> {
    let Some(entries) = home().and_then(|home| fs::read_dir(home.join(".ssh")).ok()) else {
        return VecDeque::new();
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"id_")))
        .collect();
    paths.sort();
    usable_keys(&paths)
}

fn usable_keys(paths: &[PathBuf]) -> VecDeque<String> {
    paths.iter().filter_map(|path| usable(&fs::read_to_string(path).ok()?)).collect()
}

/// The key as OpenSSL takes it: a secret that was pasted often lacks the last line's end, or has Windows'.
fn usable(text: &str) -> Option<String> {
    let text = text.replace('\r', "");
    let (_, body) = text.split_once("PRIVATE KEY-----\n")?;
    let openssh = text.starts_with("-----BEGIN OPENSSH");
    let open = if openssh { body.starts_with(OPENSSH_UNENCRYPTED) } else { !text.contains("ENCRYPTED") };
    open.then(|| format!("{}\n", text.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::usable;

    #[test]
    fn keys_without_a_passphrase_are_usable() {
        let key = "-----BEGIN OPENSSH PRIVATE KEY-----\r\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUA\r\n-----END-----";
        assert_eq!(
            usable(key).unwrap(),
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUA\n-----END-----\n"
        );
        assert!(usable("-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END-----\n").is_some());
        for locked in [
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ng\n",
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n",
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII\n",
            "ssh-ed25519 AAAA",
        ] {
            assert!(usable(locked).is_none(), "{locked}");
        }
    }
}
