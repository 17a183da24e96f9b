//! Where a redirect leads.

use creds_init::git_url::GitUrl;

/// The URL that `location` means in an answer to `url`; `None` where it is none of http, or leads from https to
/// http.
pub fn target(url: &str, location: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let target = if location.contains("://") {
        location.to_owned()
    } else if location.starts_with("//") {
        format!("{scheme}:{location}")
    } else if location.starts_with('/') {
        format!("{scheme}://{host}{location}")
    } else {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let folder = path.rfind('/').map_or("", |at| &path[..at]);
        format!("{scheme}://{host}{folder}/{location}")
    };
    let safe = GitUrl::parse(&target).is_ok_and(|to| to.scheme == "https" || scheme == "http");
    safe.then_some(target)
}

/// Whether two URLs are of one server: the same scheme, host and port.
pub fn same_server(one: &str, other: &str) -> bool {
    match (GitUrl::parse(one), GitUrl::parse(other)) {
        (Ok(one), Ok(other)) => one.root().eq_ignore_ascii_case(&other.root()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_redirects_lead() {
        for (url, location, to) in [
            ("https://h/a/b?c/d", "e", Some("https://h/a/e")),
            ("https://h/a/b", "/e", Some("https://h/e")),
            ("http://h:1", "e", Some("http://h:1/e")),
            ("https://h/a", "//g/e", Some("https://g/e")),
            ("http://h/a", "https://g/e", Some("https://g/e")),
            ("https://h/a", "http://h/a", None),
            ("https://h/a", "file:///etc/passwd", None),
        ] {
            assert_eq!(target(url, location).as_deref(), to, "{url} {location}");
        }
    }

    #[test]
    fn what_is_the_same_server() {
        assert!(same_server("https://h/a", "https://u:p@H/b"));
        for other in ["http://h/a", "https://h:8443/a", "https://g.h/a", "https://h.g/a", "https://h@g/a"] {
            assert!(!same_server("https://h/a", other), "{other}");
        }
    }
}
