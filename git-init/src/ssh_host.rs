//! What `~/.ssh/config` says of a host: libgit2 does not read it.

use std::fs;
use std::path::PathBuf;

use creds_init::git_url::host_and_port;
use creds_init::ssh_config::Resolved;

use crate::credentials::home;
use crate::location::{Scheme, Server};

/// The server with the name, the port, the user and the keys that ssh would use for it.
pub fn through_configuration(server: Server) -> Server {
    let file = home().and_then(|home| fs::read_to_string(home.join(".ssh/config")).ok());
    match file {
        Some(file) if server.scheme == Scheme::Ssh => configured(server, &file),
        _ => server,
    }
}

fn configured(server: Server, file: &str) -> Server {
    let Ok((name, port)) = host_and_port(&server.host) else { return server };
    let said = Resolved::read(file, name.trim_start_matches('[').trim_end_matches(']'));
    let name = said.host_name.map_or_else(|| name.to_owned(), |name| bracketed(&name));
    let port = port.or(said.port);
    let user = server.user.clone().or(said.user);
    let host = port.map_or_else(|| name.clone(), |port| format!("{name}:{port}"));
    let login = user.as_ref().map_or_else(String::new, |user| format!("{user}@"));
    // Written so that no `insteadOf` fits once more, which libgit2 would follow back to the alias: rules are
    // in small letters, and have no brackets around a host.
    let url = if server.url.contains("://") {
        format!("SSH://{login}{host}{}", server.path)
    } else {
        format!("[{login}{host}]:{}", server.path)
    };
    let keys =
        (!said.identity_files.is_empty()).then(|| said.identity_files.into_iter().map(at_home).collect());
    Server { url, host, user, keys, accept_new: said.accept_new, ..server }
}

/// An IPv6 address as URLs have it.
fn bracketed(name: &str) -> String {
    if name.contains(':') { format!("[{name}]") } else { name.to_owned() }
}

/// A path of the configuration, where `~/` is the home.
fn at_home(path: PathBuf) -> PathBuf {
    match (path.strip_prefix("~"), home()) {
        (Ok(below), Some(home)) => home.join(below),
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::location::Location;

    fn server(url: &str, file: &str) -> Server {
        match Location::parse(url) {
            Ok(Location::Network(server)) => configured(server, file),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_host_is_looked_up() {
        let file =
            "Host alias\n HostName real\n Port 2222\n User me\n IdentityFile /k\nHost six\n HostName ::1\n";
        for (url, to) in [
            ("ssh://git@alias/r", "SSH://git@real:2222/r"),
            ("ssh://alias:7/r", "SSH://me@real:7/r"),
            ("alias:r", "[me@real:2222]:r"),
            ("git@alias:/r", "[git@real:2222]:/r"),
            ("git@other:r", "[git@other]:r"),
            ("ssh://six/r", "SSH://[::1]/r"),
        ] {
            assert_eq!(server(url, file).url, to, "{url}");
        }
        assert_eq!(server("alias:r", file).keys, Some(vec!["/k".into()]));
        assert_eq!(server("other:r", file).keys, None);
    }
}
