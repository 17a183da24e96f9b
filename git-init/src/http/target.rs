//! Where a request goes.

use creds_init::git_url::{GitUrl, host_and_port};

use super::Error;

/// A URL in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Whether TLS is spoken.
    pub tls: bool,
    /// The host, with its port where the URL has one.
    pub host: String,
    /// From its slash on, with what follows a question mark.
    pub path: String,
}

impl Target {
    /// Reads a URL; a user in it is left out.
    ///
    /// # Errors
    /// When it is none of http or https.
    pub fn parse(url: &str) -> Result<Self, Error> {
        let read = GitUrl::parse(url).ok().filter(|_| url.contains("://"));
        let read = read.ok_or(Error::Protocol("it is no URL of http"))?;
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let rest = rest.split('#').next().unwrap_or_default();
        let path = rest.find(['/', '?']).map_or("", |at| &rest[at..]);
        let slash = if path.starts_with('/') { "" } else { "/" };
        Ok(Self { tls: read.scheme == "https", host: read.host, path: format!("{slash}{path}") })
    }

    /// The name and the port to connect to.
    pub fn name_and_port(&self) -> (&str, u16) {
        let (name, port) = host_and_port(&self.host).unwrap_or((&self.host, None));
        (name, port.unwrap_or(if self.tls { 443 } else { 80 }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_url() {
        for (url, tls, host, path, port) in [
            ("https://h", true, "h", "/", 443),
            ("http://u:p@h:8080/a/?b=c/#d", false, "h:8080", "/a/?b=c/", 8080),
            ("HTTPS://[::1]:1?x", true, "[::1]:1", "/?x", 1),
        ] {
            let target = Target::parse(url).unwrap();
            assert_eq!((target.tls, &target.host[..], &target.path[..]), (tls, host, path), "{url}");
            assert_eq!(target.name_and_port().1, port);
        }
        for url in ["h/a", "ftp://h/a", "http:///a", "http://h/a b", "http://h/a\r\nX: y"] {
            assert!(Target::parse(url).is_err(), "{url}");
        }
    }
}
