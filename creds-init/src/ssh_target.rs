//! Where a key is for: `host[:port][/path]`, or any form of address that git takes for ssh.

use crate::git_url::host_and_port;

/// A host, or a repository or folder on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SshTarget {
    /// The user to log in as, where the annotation says so.
    pub user: Option<String>,
    /// The host; an IPv6 address is in brackets.
    pub host: String,
    /// The port, where the annotation says so.
    pub port: Option<u16>,
    /// The path without a slash before it and without `.git` behind it; empty for the whole host. A slash
    /// behind it says that it is a folder.
    pub path: String,
}

impl SshTarget {
    /// ssh's own port (RFC 4253, section 4.1).
    pub const PORT: u16 = 22;

    /// Reads an annotation's value: `host`, `host:22`, `host/org/repo`, `git@host:org/repo.git` or
    /// `ssh://git@host:22/org/repo.git`.
    ///
    /// # Errors
    /// Why it is none, and what to write, in words that fit behind the secret's name.
    pub fn parse(text: &str) -> Result<Self, String> {
        Self::read(text).map_err(|why| format!("expected host[:port][/path]; {why}"))
    }

    fn read(text: &str) -> Result<Self, String> {
        if text.contains(|char: char| char.is_whitespace() || char.is_control()) {
            return Err("there is white space in it".to_owned());
        }
        let (text, url) = match text.split_once("://") {
            Some(("ssh" | "git+ssh" | "ssh+git", rest)) => (rest, true),
            Some(_) => return Err("for https take a secret of type kubernetes.io/basic-auth".to_owned()),
            None => (text, false),
        };
        let authority = text.split('/').next().unwrap_or(text);
        let (user, text) = match authority.find('@') {
            Some(at) => (Some(&text[..at]), &text[at + 1..]),
            None => (None, text),
        };
        let (mut place, mut path) = text.split_once('/').unwrap_or((text, ""));
        // git's short form has the path right behind the colon: what is no number there is one.
        let address_ends = place.rfind(']').unwrap_or(0);
        if let Some(colon) = place[address_ends..].find(':').map(|at| at + address_ends) {
            let behind = &place[colon + 1..];
            if !url && (behind.is_empty() || !behind.bytes().all(|byte| byte.is_ascii_digit())) {
                (place, path) = (&text[..colon], &text[colon + 1..]);
            }
        }
        let (host, port) = host_and_port(place)?;
        let word = |user: &str| {
            !user.is_empty()
                && !user.starts_with('-')
                && user.chars().all(|char| char.is_ascii_alphanumeric() || "-._".contains(char))
        };
        if user.is_some_and(|user| !word(user)) {
            return Err("the user name before the @ is none".to_owned());
        }
        let path = path.trim_start_matches('/');
        let path = match path.strip_suffix('/') {
            Some(folder) => format!("{}/", folder.trim_end_matches('/')),
            None => path.strip_suffix(".git").unwrap_or(path).to_owned(),
        };
        Ok(Self { user: user.map(str::to_owned), host: host.to_owned(), port, path })
    }

    /// The port, ssh's own where none was given.
    pub fn port_or_default(&self) -> u16 {
        self.port.unwrap_or(Self::PORT)
    }

    /// The host as ssh's configuration has it: without brackets.
    pub fn host_name(&self) -> &str {
        self.host.trim_start_matches('[').trim_end_matches(']')
    }

    /// Host, port and path in one, the same for all ways to write them.
    pub fn place(&self) -> String {
        format!("{}:{}/{}", self.host, self.port_or_default(), self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_address() {
        for (text, user, host, port, path) in [
            ("github.com", None, "github.com", None, ""),
            ("github.com/", None, "github.com", None, ""),
            ("host:2222", None, "host", Some(2222), ""),
            ("host/org/repo", None, "host", None, "org/repo"),
            ("host:2222/org/repo.git", None, "host", Some(2222), "org/repo"),
            ("git@host", Some("git"), "host", None, ""),
            ("git@host:org/repo.git", Some("git"), "host", None, "org/repo"),
            ("git@host:repo", Some("git"), "host", None, "repo"),
            ("host:/srv/repo", None, "host", None, "srv/repo"),
            ("host:org/", None, "host", None, "org/"),
            ("ssh://me@host:7999/~x/repo.git", Some("me"), "host", Some(7999), "~x/repo"),
            ("[::1]:2222/a", None, "[::1]", Some(2222), "a"),
            ("[::1]:a/b", None, "[::1]", None, "a/b"),
        ] {
            let read = SshTarget::parse(text).unwrap();
            let found = (read.user.as_deref(), read.host.as_str(), read.port, read.path.as_str());
            assert_eq!(found, (user, host, port, path), "{text}");
        }
    }

    #[test]
    fn what_is_none() {
        for text in [
            "",
            "/",
            "@host",
            "https://host",
            "a:hunter2@host",
            "-oProxyCommand=x",
            "host:0",
            "a b",
            "*.h",
            "::1",
        ] {
            let error = SshTarget::parse(text).unwrap_err();
            assert!(!error.contains("hunter2"), "{error}");
        }
    }
}
