//! Who the client is, to each server: what creds-init wrote, and the user in a URL.

use std::fs;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use creds_init::git_url::GitUrl;
use creds_init::{git_credentials, percent};

use crate::credentials::home;
use crate::location::Server;

/// What follows the repository in the URLs of LFS.
const LFS: &str = "/info/lfs";

/// The credentials there are.
pub struct Logins {
    /// What `.git-credentials` holds.
    stored: Vec<u8>,
    /// The servers whose URLs the user gave, which may have a user and password in them.
    given: Vec<Given>,
}

struct Given {
    /// The scheme and host that the user is for.
    root: String,
    name: String,
    password: Option<String>,
}

impl Logins {
    /// Those of `.git-credentials` and in the URLs of `servers`.
    pub fn read(servers: &[&Server]) -> Self {
        let stored = home().and_then(|home| fs::read(home.join(".git-credentials")).ok()).unwrap_or_default();
        Self { stored, given: servers.iter().filter_map(|server| Given::read(server)).collect() }
    }

    /// The value of the header `Authorization` for `url`: of what is for this very server.
    pub fn for_url(&self, url: &str) -> Option<String> {
        // Secrets are for repositories, not for what is below these.
        let repository = url.split_once(LFS).map_or(url, |(repository, _)| repository);
        let url = GitUrl::parse(repository).ok()?;
        let given = self.given.iter().find(|given| given.root == url.root());
        if let Some(Given { name, password: Some(password), .. }) = given {
            return Some(basic(name, password));
        }
        let name = given.map(|given| &given.name[..]);
        let found = git_credentials::find(&self.stored, &url, name)?;
        Some(basic(&found.username, &found.password))
    }
}

impl Given {
    fn read(server: &Server) -> Option<Self> {
        let root = GitUrl::parse(&server.url).ok()?.root();
        let user = server.user.as_ref()?;
        let (name, password) = match user.split_once(':') {
            Some((name, password)) => (name, Some(percent::decode(password)?)),
            None => (&user[..], None),
        };
        Some(Self { root, name: percent::decode(name)?, password })
    }
}

fn basic(name: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{name}:{password}")))
}
