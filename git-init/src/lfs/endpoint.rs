//! Where the objects of a repository are: as the configuration says, else beside the repository.

use std::path::PathBuf;

use super::lfsconfig::Settings;
use crate::failure::Failure;
use crate::instead::instead_of;
use crate::location::{Location, Scheme, Server};
use crate::log;

/// The names by which a server is configured, in git-lfs's order.
const NAMES: [&str; 2] = ["lfs.url", "remote.origin.lfsurl"];

/// A place where objects may be.
#[derive(Debug, PartialEq, Eq)]
pub enum Place {
    /// Below a repository on this machine.
    Folder(PathBuf),
    /// On a server.
    Server(Endpoint),
}

/// An LFS server.
#[derive(Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The server as it was configured, or the repository's own: with its user.
    pub server: Server,
    /// The URL that the requests go below, without credentials. Of an ssh server it is what git-lfs takes where
    /// that names no other.
    pub url: String,
}

/// The places for the objects of a repository that came from `location`, in the order to look.
///
/// # Errors
/// When the configuration names what is none.
pub fn places(settings: &Settings, location: &Location) -> Result<Vec<Place>, Failure> {
    let mut places = Vec::new();
    // What is at hand need not come over the network.
    if let Location::Local(path) = location {
        places.push(Place::Folder(path.clone()));
    }
    match (configured(settings), location) {
        (Some(url), _) => match Location::parse(&instead_of(&url))?.through_configuration() {
            Location::Local(path) => places.push(Place::Folder(path)),
            Location::Network(server) => {
                let http = matches!(server.scheme, Scheme::Http | Scheme::Https);
                let url = if http { plain(&server) } else { beside(&server) };
                places.push(Place::Server(Endpoint { server, url }));
            }
        },
        (None, Location::Network(server)) => {
            places.push(Place::Server(Endpoint { url: beside(server), server: server.clone() }));
        }
        (None, Location::Local(_)) => {}
    }
    Ok(places)
}

/// The URL that the user's configuration names, else the repository's own.
fn configured(settings: &Settings) -> Option<String> {
    NAMES.iter().find_map(|name| settings.by_user(name)).or_else(|| by_repository(settings))
}

/// The server that `.lfsconfig` names.
fn by_repository(settings: &Settings) -> Option<String> {
    let url = NAMES.iter().find_map(|name| settings.by_repository(name))?;
    let scheme = Location::parse(&url).ok().and_then(|location| match location {
        Location::Network(server) => Some(server.scheme),
        Location::Local(_) => None,
    });
    if matches!(scheme, Some(Scheme::Http | Scheme::Https)) {
        return Some(url);
    }
    log::warn(&format!("the LFS server {url} in .lfsconfig is passed over: it is no URL of http or https"));
    None
}

/// The LFS server of a repository that names none: below its own URL, or for ssh and git below that of https.
fn beside(server: &Server) -> String {
    let mut url = plain(server);
    if url.strip_suffix(".git").is_none() {
        url.push_str(".git");
    }
    url + "/info/lfs"
}

/// The URL of http without credentials.
fn plain(server: &Server) -> String {
    let (scheme, host) = match server.scheme {
        Scheme::Http => ("http", &server.host[..]),
        Scheme::Https => ("https", &server.host[..]),
        // The port is another protocol's.
        Scheme::Ssh | Scheme::Git => ("https", without_port(&server.host)),
    };
    format!("{scheme}://{host}/{}", server.path.trim_matches('/'))
}

fn without_port(host: &str) -> &str {
    creds_init::git_url::host_and_port(host).map_or(host, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beside_the_repository() {
        for (url, lfs) in [
            ("https://u:p@h/o/r", "https://h/o/r.git/info/lfs"),
            ("HTTP://h:8080/r.git/", "http://h:8080/r.git/info/lfs"),
            ("git@h:o/r.git", "https://h/o/r.git/info/lfs"),
            ("ssh://git@h:2222/o/r", "https://h/o/r.git/info/lfs"),
            ("git://[::1]:9418/r", "https://[::1]/r.git/info/lfs"),
        ] {
            let Ok(Location::Network(server)) = Location::parse(url) else { panic!("{url}") };
            assert_eq!(beside(&server), lfs, "{url}");
        }
    }
}
