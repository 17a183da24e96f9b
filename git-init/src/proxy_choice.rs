//! Which proxy leads to a URL: the one of git's configuration, else the environment's, as libgit2 has it.

use std::collections::HashMap;
use std::env;

use creds_init::git_url::host_and_port;
use git2::{Config, Error};

/// The proxies that are configured, and the hosts that those of the environment are not for.
pub struct ProxyChoice {
    /// By the URL of `http.URL.proxy`; for all by the empty one. A proxy that is empty is none at all.
    configured: HashMap<String, String>,
    no_proxy: String,
}

impl ProxyChoice {
    /// That of git's configuration, as far as it can be read, and of the environment.
    pub fn read(config: Result<Config, Error>) -> Self {
        let no_proxy = variable(&["no_proxy", "NO_PROXY"]).unwrap_or_default();
        Self { configured: config.and_then(|config| configured(&config)).unwrap_or_default(), no_proxy }
    }

    /// The URL of the proxy for `url`, at `host`, which is `name` or `name:port`.
    pub fn for_url(&self, url: &str, host: &str) -> Option<String> {
        let found = match self.by_configuration(url) {
            Some(configured) => Some(configured.to_owned()),
            None if left_out(&self.no_proxy, host) => None,
            None => by_environment(url),
        };
        found.filter(|proxy| !proxy.is_empty())
    }

    /// The same, whatever `no_proxy` says: that a redirect may lead on to a host that it does not name.
    pub fn for_redirects(&self, url: &str) -> Option<String> {
        self.by_configuration(url).map(str::to_owned).or_else(|| by_environment(url))
    }

    /// What is configured for the URL, for what it begins with, for all.
    fn by_configuration(&self, url: &str) -> Option<&str> {
        let authority = url.find("://").map_or(0, |at| at + "://".len());
        let slashes = url[authority..].rmatch_indices('/').map(|(at, _)| authority + at);
        let mut ends = [url.len()].into_iter().chain(slashes.flat_map(|at| [at + 1, at])).chain([0]);
        ends.find_map(|end| self.configured.get(&url[..end])).map(String::as_str)
    }
}

/// What `http.URL.proxy` and `http.proxy` say.
fn configured(config: &Config) -> Result<HashMap<String, String>, Error> {
    let mut found = HashMap::new();
    // Those that count come last.
    config.entries(None)?.for_each(|entry| {
        if let (Ok(name), Ok(value)) = (entry.name(), entry.value())
            && let Some(url) = name.strip_prefix("http.").and_then(|rest| rest.strip_suffix("proxy"))
            && let Some(url) = if url.is_empty() { Some("") } else { url.strip_suffix('.') }
        {
            found.insert(url.to_owned(), value.to_owned());
        }
    })?;
    Ok(found)
}

/// The proxy that the environment names. For plain http there is only the variable in small letters, as in git: the
/// other one is what a web server calls the header `Proxy:` of a request.
fn by_environment(url: &str) -> Option<String> {
    let https = url.split_once("://").is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("https"));
    variable(if https { &["https_proxy", "HTTPS_PROXY"] } else { &["http_proxy"] })
}

/// The first of the variables that is set.
fn variable(names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()))
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
    use super::*;

    #[test]
    fn the_closest_configuration_counts() {
        let configured = [("", "all"), ("https://h", "host"), ("https://h/a/", "below"), ("http://n", "")];
        let configured = configured.map(|(url, proxy)| (url.to_owned(), proxy.to_owned())).into();
        let choice = ProxyChoice { configured, no_proxy: "h".into() };
        for (url, proxy) in [
            ("https://h/a/b/c", Some("below")),
            ("https://h/a", Some("host")),
            ("https://h", Some("host")),
            ("https://other/a", Some("all")),
            ("http://n/a", None),
        ] {
            assert_eq!(choice.for_url(url, "h").as_deref(), proxy, "{url}");
        }
    }

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
