//! `url.*.insteadOf` of git's configuration: another URL for what begins like one.

use git2::{Config, Error};

/// The URL to go to for `url`: where several beginnings fit, the longest decides, as in git.
pub fn instead_of(url: &str) -> String {
    // A configuration that cannot be read holds no rule; libgit2 says so when the clone opens it.
    rewritten(url).unwrap_or_default().unwrap_or_else(|| url.to_owned())
}

fn rewritten(url: &str) -> Result<Option<String>, Error> {
    let config = Config::open_default()?;
    let mut best: Option<(usize, String)> = None;
    let mut entries = config.entries(None)?;
    while let Some(entry) = entries.next() {
        let entry = entry?;
        let (Ok(name), Ok(beginning)) = (entry.name(), entry.value()) else { continue };
        let Some(base) = name.strip_prefix("url.").and_then(|name| name.strip_suffix(".insteadof")) else {
            continue;
        };
        if let Some(rest) = url.strip_prefix(beginning)
            && best.as_ref().is_none_or(|(length, _)| beginning.len() > *length)
        {
            best = Some((beginning.len(), format!("{base}{rest}")));
        }
    }
    Ok(best.map(|(_, url)| url))
}
