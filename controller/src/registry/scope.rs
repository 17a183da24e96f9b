//! Which repositories a key of a docker configuration speaks of.

/// What the first registry is called in docker's own files.
pub(super) const DOCKER_HUB: &str = "https://index.docker.io/v1/";

/// How exactly `key` speaks of `repository` in `registry`: in characters, or not at all.
///
/// Keys are hosts with or without a scheme and a version (`https://r.test/v1/`), and as Kubernetes has it, with a path
/// (`r.test/team`) and with stars for parts of the host (`*.r.test`).
pub(super) fn fit(key: &str, registry: &str, repository: &str) -> Option<usize> {
    let hub = ["docker.io", "index.docker.io", "registry-1.docker.io"];
    let bare = key.strip_prefix("https://").or_else(|| key.strip_prefix("http://")).unwrap_or(key);
    let (host, path) = bare.split_once('/').unwrap_or((bare, ""));
    let path = path.trim_matches('/');
    let path = if ["v1", "v2"].contains(&path) { "" } else { path };
    let same_host = host_fits(host, registry) || (hub.contains(&host) && hub.contains(&registry));
    let below = path.is_empty()
        || repository.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    (same_host && below).then_some(host.len() + path.len())
}

fn host_fits(pattern: &str, host: &str) -> bool {
    let (patterns, parts) = (pattern.split('.'), host.split('.'));
    patterns.clone().count() == parts.clone().count()
        && patterns.zip(parts).all(|(pattern, part)| part_fits(pattern, part))
}

/// One star stands for anything within a part of a host's name.
fn part_fits(pattern: &str, part: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == part,
        Some((start, end)) => {
            part.len() >= start.len() + end.len() && part.starts_with(start) && part.ends_with(end)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_speak_of_hosts_and_of_what_is_below_a_path() {
        for (key, registry) in [
            ("r.test", "r.test"),
            ("https://r.test/v1/", "r.test"),
            ("http://localhost:5000", "localhost:5000"),
            ("r.test/team", "r.test"),
            ("*.test", "r.test"),
            (DOCKER_HUB, "docker.io"),
            ("docker.io", "docker.io"),
        ] {
            assert!(fit(key, registry, "team/app").is_some(), "{key}");
        }
        for key in
            ["r.test:5000", "s.test", "r.test/tea", "r.test/team/other", "*", "*.*.test", "", DOCKER_HUB]
        {
            assert_eq!(fit(key, "r.test", "team/app"), None, "{key}");
        }
        assert!(fit("r.test/team", "r.test", "team/app") > fit("r.test", "r.test", "team/app"));
    }
}
