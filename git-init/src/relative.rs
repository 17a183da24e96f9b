//! A submodule's URL that is relative to the URL of the repository around it.

/// The URL itself, or for one that begins with `./` or `../` what it means beside `base`, by git's rules:
/// `../` takes away a component, of `host:path` at last the path.
pub fn resolve(base: &str, url: &str) -> String {
    if !url.starts_with("./") && !url.starts_with("../") {
        return url.to_owned();
    }
    let mut base = base.trim_end_matches('/').to_owned();
    let mut rest = url;
    let mut separator = '/';
    loop {
        if let Some(more) = rest.strip_prefix("./") {
            rest = more;
        } else if let Some(more) = rest.strip_prefix("../") {
            rest = more;
            if let Some(at) = base.rfind('/') {
                base.truncate(at);
            } else if let Some(at) = base.rfind(':') {
                base.truncate(at);
                separator = ':';
            } else {
                base = ".".into();
            }
        } else {
            break;
        }
    }
    format!("{base}{separator}{}", rest.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn gits_rules() {
        for (base, url, resolved) in [
            ("https://h/a/b.git", "../c.git", "https://h/a/c.git"),
            ("https://h/a/b.git/", "./c", "https://h/a/b.git/c"),
            ("https://h/a/b", "../../c", "https://h/c"),
            ("git@h:a/b.git", "../c.git", "git@h:a/c.git"),
            ("git@h:b.git", "../c.git", "git@h:c.git"),
            ("/srv/b", "../c/", "/srv/c"),
            ("https://h/a", "https://g/c", "https://g/c"),
        ] {
            assert_eq!(resolve(base, url), resolved, "{base} {url}");
        }
    }
}
