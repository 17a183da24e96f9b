//! Where the repository is: `-url`, by git's own rules.

use std::path::{Path, PathBuf};

use crate::failure::{Failure, Stage};
use crate::percent::percent_decoded;
use crate::ssh_host;

/// Where a repository is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// On a file system that is mounted here.
    Local(PathBuf),
    /// On a server.
    Network(Server),
}

/// A repository on a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// How to talk to it.
    pub scheme: Scheme,
    /// The whole URL as it was given, credentials included.
    pub url: String,
    /// The host, with the port where the URL has one: for messages.
    pub host: String,
    /// The user name in the URL; the password may follow behind a colon.
    pub user: Option<String>,
    /// What follows the host: from its slash on, or behind the colon of `host:path`.
    pub path: String,
    /// The private keys to offer over ssh; `None` for all at `$HOME/.ssh/id_*`.
    pub keys: Option<Vec<PathBuf>>,
    /// Whether a host key that is not known is taken, as the ssh configuration says.
    pub accept_new: bool,
}

/// The protocols that are spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Smart http without TLS.
    Http,
    /// Smart http over TLS.
    Https,
    /// git-upload-pack over ssh.
    Ssh,
    /// git's own daemon.
    Git,
}

impl Location {
    /// Reads a URL, an scp-like `user@host:path`, or a path.
    ///
    /// # Errors
    /// A URL that is empty, that names no host, a protocol that is not spoken (remote helpers such as
    /// `ext::` among them), and one that another program could take for an option.
    pub fn parse(url: &str) -> Result<Self, Failure> {
        if url.is_empty() {
            return Err(refuse("-url is empty", "say where the repository is"));
        }
        if url.chars().any(char::is_control) {
            return Err(refuse("-url has a control character in it", "give a plain URL"));
        }
        if let Some((scheme, rest)) = url.split_once("://")
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+')
        {
            return Self::with_scheme(url, scheme, rest);
        }
        let colon = url.find(':').filter(|&colon| !url[..colon].contains('/'));
        match colon {
            Some(colon) if !Path::new(url).exists() => {
                if url[colon..].starts_with("::") {
                    return Err(refuse(
                        &format!("-url asks for the remote helper `{}`", &url[..colon]),
                        "helpers run commands and are never started; use https, ssh, git or a path",
                    ));
                }
                let (user, host) = split_user(&url[..colon]);
                server(Scheme::Ssh, url, host, user, &url[colon + 1..])
            }
            _ => Ok(Self::Local(PathBuf::from(url))),
        }
    }

    /// The same, with what `~/.ssh/config` says of the host.
    #[must_use]
    pub fn through_configuration(self) -> Self {
        match self {
            Self::Network(server) => Self::Network(ssh_host::through_configuration(server)),
            local @ Self::Local(_) => local,
        }
    }

    fn with_scheme(url: &str, scheme: &str, rest: &str) -> Result<Self, Failure> {
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "http" => Scheme::Http,
            "https" => Scheme::Https,
            "ssh" | "git+ssh" | "ssh+git" => Scheme::Ssh,
            "git" => Scheme::Git,
            "file" => return Ok(Self::Local(PathBuf::from(percent_decoded(rest)))),
            other => {
                return Err(refuse(
                    &format!("-url has the protocol `{other}`, which is not spoken here"),
                    "use https, http, ssh, git, file or a path",
                ));
            }
        };
        let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
        let (user, host) = split_user(authority);
        let port = host.rsplit_once(':').filter(|(name, _)| !name.starts_with('[') || name.ends_with(']'));
        if let Some((_, port)) = port
            && !port.is_empty()
            && port.parse::<u16>().is_err()
        {
            // Not shown: what looks like a port may be the rest of a password.
            return Err(refuse(
                "the port in -url is not a number",
                "write `/`, `@` and `:` of a password as %2F, %40 and %3A",
            ));
        }
        server(scheme, url, host, user, &rest[authority.len()..])
    }
}

fn split_user(authority: &str) -> (Option<String>, &str) {
    match authority.rsplit_once('@') {
        Some((user, host)) => (Some(user.to_owned()), host),
        None => (None, authority),
    }
}

fn server(
    scheme: Scheme,
    url: &str,
    host: &str,
    user: Option<String>,
    path: &str,
) -> Result<Location, Failure> {
    if host.is_empty() || host.starts_with('-') || user.as_ref().is_some_and(|user| user.starts_with('-')) {
        return Err(refuse("-url names no host", "write https://HOST/PATH, ssh://USER@HOST/PATH or a path"));
    }
    let (url, host, path) = (url.to_owned(), host.to_owned(), path.to_owned());
    Ok(Location::Network(Server { scheme, url, host, user, path, keys: None, accept_new: false }))
}

fn refuse(cause: &str, remedy: &str) -> Failure {
    Failure::local(Stage::Prepare, cause, remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(url: &str) -> Server {
        match Location::parse(url) {
            Ok(Location::Network(server)) => server,
            other => panic!("{url}: {other:?}"),
        }
    }

    #[test]
    fn servers() {
        for (url, scheme, host, user) in [
            ("https://example.com/r.git", Scheme::Https, "example.com", None),
            ("HTTP://u:p@h:8080/r", Scheme::Http, "h:8080", Some("u:p")),
            ("http://u:p@ss@h/r", Scheme::Http, "h", Some("u:p@ss")),
            ("ssh://git@[::1]:22/r", Scheme::Ssh, "[::1]:22", Some("git")),
            ("git@github.com:o/r.git", Scheme::Ssh, "github.com", Some("git")),
            ("host:r", Scheme::Ssh, "host", None),
            ("git://h/r", Scheme::Git, "h", None),
        ] {
            let server = network(url);
            assert_eq!(
                (server.scheme, &server.host[..], server.user.as_deref()),
                (scheme, host, user),
                "{url}"
            );
        }
    }

    #[test]
    fn paths() {
        for (url, path) in [("/a/b", "/a/b"), ("./a:b", "./a:b"), ("r", "r"), ("file:///a%20b", "/a b")] {
            assert_eq!(Location::parse(url).unwrap(), Location::Local(path.into()), "{url}");
        }
    }

    #[test]
    fn refusals_name_no_secret() {
        for url in [
            "",
            "ext::sh -c id",
            "ext::x",
            "ftp://h/r",
            "https:///r",
            "ssh://-oProxyCommand=id/r",
            "-h:r",
            "https://u:pass/w0rd@h/r",
            "https://h\n/r",
        ] {
            let failure = Location::parse(url).unwrap_err();
            assert!(!failure.to_string().contains("w0rd"), "{failure}");
        }
    }
}
