//! Access to git hosts over http: what goes into `.gitconfig`, and the lines of `.git-credentials`.

use anyhow::{Result, anyhow, bail};

use crate::annotation::{Annotation, one_secret_each};
use crate::git_credentials::Entry;
use crate::git_url::GitUrl;
use crate::gitconfig::{section, variable};
use crate::percent;
use crate::secrets::Secrets;

/// The credentials that the annotations ask for, each address once, longer paths behind shorter ones: where
/// several sections fit git lets the last one say which user name it takes.
///
/// # Errors
/// A bad URL, two secrets for one URL, or what [`Secrets::basic`] says.
pub fn entries(annotations: &[Annotation], secrets: &Secrets) -> Result<Vec<Entry>> {
    let mut urls = Vec::new();
    for Annotation { secret, value } in annotations {
        let url = GitUrl::parse(value).map_err(|why| {
            anyhow!("secret {secret}: the URL in its annotation tekton.dev/git-* is wrong: {why}")
        })?;
        urls.push((url, secret));
    }
    let names: Vec<String> = urls.iter().map(|(url, _)| url.url()).collect();
    one_secret_each(names.iter().zip(&urls).map(|(name, (_, secret))| (name.as_str(), secret.as_str())))?;
    let mut entries: Vec<Entry> = Vec::new();
    for (url, secret) in urls {
        if entries.iter().any(|entry| entry.url == url) {
            continue;
        }
        let basic = secrets.basic(secret)?;
        if basic.password.contains(['\n', '\r']) {
            bail!("secret {secret}: password holds a line break, which git cannot send; correct it");
        }
        let place = entries.partition_point(|entry| entry.url.path.len() <= url.path.len());
        entries.insert(place, Entry { url, basic });
    }
    Ok(entries)
}

/// The sections that make git use `entries`; `store` is what `.git-credentials` will hold.
pub fn sections(out: &mut String, entries: &[Entry], store: &[u8]) {
    if entries.is_empty() {
        return;
    }
    section(out, "credential", "");
    variable(out, "helper", "store");
    for root in roots_of_paths_alone(entries, store) {
        section(out, "credential", &root);
        variable(out, "useHttpPath", "true");
    }
    for Entry { url, basic } in entries {
        if url.path.is_empty() {
            section(out, "credential", &url.url());
            username(out, &basic.username);
            continue;
        }
        for url_of_section in [url, &url.twin()] {
            section(out, "credential", &url_of_section.url());
            username(out, &basic.username);
            variable(out, "useHttpPath", "true");
            // The empty one takes the others away. `store` knows whole paths only, so that it would not find
            // what is below this one; and what git gives it to keep after a success, it would later
            // find for the whole host.
            variable(out, "helper", "");
            variable(out, "helper", &helper(url, &basic.username));
        }
    }
}

/// The hosts that have credentials for paths and none for themselves. Asked for such a host without a path, the
/// store would give those of some path: they would be sent to places that they are not for and, once refused
/// there, be struck out.
fn roots_of_paths_alone(entries: &[Entry], store: &[u8]) -> Vec<String> {
    let whole: Vec<String> = store
        .split(|&byte| byte == b'\n')
        .filter_map(Entry::parse)
        .filter(|entry| entry.url.path.is_empty())
        .map(|entry| entry.url.root())
        .collect();
    let mut roots = Vec::new();
    for root in entries.iter().map(|entry| entry.url.root()) {
        if !whole.contains(&root) && !roots.contains(&root) {
            roots.push(root);
        }
    }
    roots
}

fn username(out: &mut String, username: &str) {
    if !username.is_empty() {
        variable(out, "username", username);
    }
}

/// A helper that asks the store for `url` itself, whatever below it git is after. git runs it in a shell with
/// the operation behind it, which the `#` takes away; only the answer to `get` is ever read.
fn helper(url: &GitUrl, username: &str) -> String {
    let path = percent::decode(&url.path).unwrap_or_default();
    let mut command = String::from("!printf '%s\\n'");
    for (key, value) in [
        ("protocol", url.scheme.as_str()),
        ("host", &url.host),
        ("path", path.trim_start_matches('/')),
        ("username", username),
    ] {
        command.push(' ');
        command.push_str(&shell_quoted(&format!("{key}={value}")));
    }
    command.push_str(" '' | git credential-store get #");
    command
}

/// One word for a POSIX shell.
pub fn shell_quoted(word: &str) -> String {
    let plain = |char: char| char.is_ascii_alphanumeric() || "-._/=:@%+,".contains(char);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}
