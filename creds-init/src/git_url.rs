//! Where a user name and password are for: `https://host[:port][/path]`.

use crate::percent;

/// An address that git reaches over http. A user name in it is left out: the secret brings its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitUrl {
    /// `https` or `http`.
    pub scheme: String,
    /// The host, with its port where one was given.
    pub host: String,
    /// The path, percent-encoded as it came: empty, or with `/` before it and none behind.
    pub path: String,
}

impl GitUrl {
    /// Reads an annotation's value. Without a scheme it means https.
    ///
    /// # Errors
    /// Why it is none, and what to write, in words that fit behind the secret's name. What was written is not
    /// in them, since a URL may hold a password.
    pub fn parse(text: &str) -> Result<Self, String> {
        const EXPECTED: &str = "expected https://host[:port][/path]";
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
            None => ("https".to_owned(), text),
        };
        if scheme != "https" && scheme != "http" {
            return Err(format!("{EXPECTED}; for ssh take a secret of type kubernetes.io/ssh-auth"));
        }
        let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        host_and_port(host).map_err(|why| format!("{EXPECTED}; {why}"))?;
        let readable = percent::decode(path).is_some_and(|path| !path.chars().any(char::is_control));
        if !readable || path.contains(char::is_whitespace) {
            return Err(format!("{EXPECTED}; the path holds white space or what is no text"));
        }
        Ok(Self { scheme, host: host.to_owned(), path: path.trim_end_matches('/').to_owned() })
    }

    /// The address as git takes it.
    pub fn url(&self) -> String {
        format!("{}://{}{}", self.scheme, self.host, self.path)
    }

    /// The address without its path.
    pub fn root(&self) -> String {
        format!("{}://{}", self.scheme, self.host)
    }

    /// The same repository under its other name: with `.git` where this has none, without where this has it.
    #[must_use]
    pub fn twin(&self) -> Self {
        let path = match self.path.strip_suffix(".git") {
            Some(bare) => bare.to_owned(),
            None => format!("{}.git", self.path),
        };
        Self { path, ..self.clone() }
    }

    /// Whether `other` is this address or, where this has a path, below it. An address without a path covers
    /// only itself.
    pub fn covers(&self, other: &Self) -> bool {
        let below = || other.path.strip_prefix(&self.path).is_some_and(|rest| rest.starts_with('/'));
        self.scheme == other.scheme
            && self.host == other.host
            && (self.path == other.path || !self.path.is_empty() && below())
    }
}

/// Splits `host[:port]`; the host may be an IPv6 address in brackets.
///
/// # Errors
/// Why it is none.
pub fn host_and_port(text: &str) -> Result<(&str, Option<u16>), String> {
    let (host, port) = match text.rfind(':') {
        Some(at) if !text[at..].contains(']') => (&text[..at], Some(&text[at + 1..])),
        _ => (text, None),
    };
    // Names in other scripts are for their ASCII form (xn--...), which is what goes over the wire.
    let name = match host.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            !host.is_empty()
                && !host.starts_with('-')
                && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
        }
    };
    if !name {
        return Err("there is no host name in it".to_owned());
    }
    let port = port.map(|port| match port.parse() {
        Ok(port) if port > 0 => Ok(port),
        _ => Err("the port is no number from 1 to 65535".to_owned()),
    });
    Ok((host, port.transpose()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (text, url) in [
            ("github.com", "https://github.com"),
            ("https://github.com/", "https://github.com"),
            ("HTTP://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("https://me:secret@host:8443/org/repo.git/", "https://host:8443/org/repo.git"),
            ("https://host/a=b?c=d", "https://host/a=b?c=d"),
            ("[::1]:3000/x", "https://[::1]:3000/x"),
        ] {
            assert_eq!(GitUrl::parse(text).map(|read| read.url()).as_deref(), Ok(url), "{text}");
        }
    }

    #[test]
    fn what_is_none() {
        for text in [
            "",
            "https://",
            "ssh://host",
            "git@host:org/repo",
            "host:0",
            "host:99999",
            "host:",
            "a b",
            "-x",
            "h/%0a",
        ] {
            assert!(GitUrl::parse(text).is_err(), "{text}");
        }
        let error = GitUrl::parse("https://me:hunter2@").unwrap_err();
        assert!(!error.contains("hunter2"), "{error}");
    }

    #[test]
    fn a_path_covers_what_is_below_it() {
        let read = |text| GitUrl::parse(text).unwrap();
        assert!(read("h/a").covers(&read("h/a")) && read("h/a").covers(&read("h/a/b")));
        assert!(!read("h/a").covers(&read("h/ab")) && !read("h/a").covers(&read("h")));
        assert!(read("h").covers(&read("h")) && !read("h").covers(&read("h/a")));
        assert!(!read("http://h/a").covers(&read("h/a")));
    }
}
