//! Which proxy leads to a host: git's `http.proxy`, else the environment's, as libgit2 has it.

use std::env;

use creds_init::git_url::host_and_port;
use git2::Repository;

/// The proxies for http and for https, and the hosts that none is for.
pub struct Proxies {
    /// For both, as the configuration says; empty for no proxy at all.
    configured: Option<String>,
    no_proxy: String,
}

impl Proxies {
    /// Those of the repository's configuration and of the environment.
    pub fn read(repository: &Repository) -> Self {
        let configured = repository.config().and_then(|config| config.get_string("http.proxy")).ok();
        Self { configured, no_proxy: variable("no_proxy").unwrap_or_default() }
    }

    /// The URL of the proxy for `host`, `name` or `name:port`, over `scheme`.
    pub fn for_host(&self, scheme: &str, host: &str) -> Option<String> {
        if let Some(configured) = &self.configured {
            return Some(configured.clone()).filter(|proxy| !proxy.is_empty());
        }
        if left_out(&self.no_proxy, host) {
            return None;
        }
        variable(if scheme == "https" { "https_proxy" } else { "http_proxy" })
    }
}

/// A variable by its name in small or in capital letters.
fn variable(name: &str) -> Option<String> {
    [name.to_owned(), name.to_uppercase()]
        .iter()
        .find_map(|name| env::var(name).ok())
        .filter(|value| !value.is_empty())
}

/// Whether a list such as `localhost,.example.com,10.0.0.1:8080` names the host, or a domain that it is in.
fn left_out(list: &str, host: &str) -> bool {
    let name = host_and_port(host).map_or(host, |(name, _)| name);
    list.split([',', ' ']).filter(|entry| !entry.is_empty()).any(|entry| {
        let domain = entry.trim_start_matches('*').trim_start_matches('.');
        let below =
            |host: &str| host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        entry == "*" || below(name) || below(host)
    })
}

#[cfg(test)]
mod tests {
    use super::left_out;

    #[test]
    fn hosts_without_a_proxy() {
        for (list, host, out) in [
            ("h", "h:80", true),
            ("h:80", "h:80", true),
            ("h:81", "h:80", false),
            ("example.com", "git.example.com", true),
            (".example.com", "git.example.com", true),
            ("*.example.com", "git.example.com", true),
            ("example.com", "myexample.com", false),
            ("x, *", "h", true),
            ("", "h", false),
            (",", "h", false),
        ] {
            assert_eq!(left_out(list, host), out, "{list} {host}");
        }
    }
}
