//! Which proxy leads to a URL: the one of the flags, else of git's configuration, else the environment's.

use std::collections::HashMap;
use std::env;
use std::ffi::OsStr;
use std::sync::OnceLock;

use creds_init::git_url::host_and_port;
use git2::{Config, Error};

/// The proxies of the flags, for http and for https; empty where there is none.
static FLAGS: OnceLock<[String; 2]> = OnceLock::new();

/// The proxies that are configured, and the hosts that none is for.
pub struct ProxyChoice {
    /// By the URL of `http.URL.proxy`; for all by the empty one. A proxy that is empty is none at all.
    configured: HashMap<String, String>,
    /// That of `remote.origin.proxy`, which git LFS does not know.
    of_remote: Option<String>,
    no_proxy: String,
}

impl ProxyChoice {
    /// Has the proxies `http` and `https` go before all others.
    pub fn by_flags(http: &OsStr, https: &OsStr) {
        // There is one command line.
        let _ = FLAGS.set([http, https].map(|proxy| proxy.to_string_lossy().into_owned()));
    }

    /// That of git's configuration, as far as it can be read, and of the environment.
    pub fn read(config: Result<Config, Error>) -> Self {
        let plain = Self::without_configuration();
        let Ok(config) = config else { return plain };
        let of_remote = config.get_string("remote.origin.proxy").ok();
        Self { configured: configured(&config).unwrap_or_default(), of_remote, ..plain }
    }

    /// That of the environment alone.
    pub fn without_configuration() -> Self {
        let no_proxy = variable(&["no_proxy", "NO_PROXY"]).unwrap_or_default();
        Self { configured: HashMap::new(), of_remote: None, no_proxy }
    }

    /// The URL of the proxy for `url`, at `host`, which is `name` or `name:port`.
    pub fn for_url(&self, url: &str, host: &str) -> Option<String> {
        let flag = || flag(url).map(str::to_owned);
        let configured = || self.by_configuration(url).filter(|_| flag().is_none()).map(str::to_owned);
        // What is configured for the LFS server is for it whatever `no_proxy` says.
        let found =
            configured().or_else(|| self.unless_left_out(host, || flag().or_else(|| by_environment(url))));
        found.filter(|proxy| !proxy.is_empty())
    }

    /// The same for git itself.
    pub fn for_git(&self, url: &str, host: &str) -> Option<String> {
        self.unless_left_out(host, || self.for_redirects(url))
    }

    /// The same, whatever `no_proxy` says: that a redirect may lead on to a host that it does not name.
    pub fn for_redirects(&self, url: &str) -> Option<String> {
        let configured = || self.by_configuration(url);
        let found = flag(url).or(self.of_remote.as_deref()).or_else(configured);
        found.map(str::to_owned).or_else(|| by_environment(url))
    }

    fn unless_left_out(&self, host: &str, choose: impl Fn() -> Option<String>) -> Option<String> {
        let found = if left_out(&self.no_proxy, host) { None } else { choose() };
        found.filter(|proxy| !proxy.is_empty())
    }

    /// What is configured for the URL, for what it begins with, for all.
    fn by_configuration(&self, url: &str) -> Option<&str> {
        let url = without_user(url);
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
    variable(if is_https(url) { &["https_proxy", "HTTPS_PROXY"] } else { &["http_proxy"] })
}

/// The proxy of the flag for such URLs.
fn flag(url: &str) -> Option<&'static str> {
    let flag = &FLAGS.get()?[usize::from(is_https(url))];
    (!flag.is_empty()).then_some(flag)
}

fn is_https(url: &str) -> bool {
    url.split_once("://").is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("https"))
}

/// The URL without who asks: its proxy is for all.
fn without_user(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    format!("{scheme}://{host}{path}")
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
        let choice = ProxyChoice { configured, of_remote: Some("remote".into()), no_proxy: "left".into() };
        for (url, proxy) in [
            ("https://h/a/b/c", Some("below")),
            ("https://h/a", Some("host")),
            ("https://h", Some("host")),
            ("https://u:p@h/a", Some("host")),
            ("https://other/a", Some("all")),
            ("http://n/a", None),
        ] {
            assert_eq!(choice.for_url(url, "h").as_deref(), proxy, "{url}");
            assert_eq!(choice.for_git(url, "left"), None, "{url}");
            assert_eq!(choice.for_git(url, "h").as_deref(), Some("remote"), "{url}");
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
