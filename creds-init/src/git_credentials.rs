//! `.git-credentials`, as `git credential-store` reads it: a URL with its user name and password a line.

use crate::git_url::GitUrl;
use crate::percent;
use crate::secrets::Basic;

/// One line of the file.
pub struct Entry {
    /// What the credentials are for.
    pub url: GitUrl,
    /// The credentials.
    pub basic: Basic,
}

impl Entry {
    /// Reads a line; `None` for whatever git would pass over.
    pub fn parse(line: &[u8]) -> Option<Self> {
        let line = str::from_utf8(line).ok()?.trim_end_matches(['\r', '\n']);
        let (scheme, rest) = line.split_once("://")?;
        let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
        let userinfo = &rest[..authority.rfind('@')?];
        let (username, password) = userinfo.split_once(':')?;
        // git encodes the host too: `h%3a8080` is what it makes of `h:8080`.
        let host = percent::decode(&authority[userinfo.len() + 1..])?;
        let url = GitUrl::parse(&format!("{scheme}://{host}{}", &rest[authority.len()..])).ok()?;
        let basic = Basic { username: percent::decode(username)?, password: percent::decode(password)? };
        Some(Self { url, basic })
    }

    /// The line, ended.
    pub fn line(&self) -> String {
        let GitUrl { scheme, host, path } = &self.url;
        let (username, password) =
            (percent::encode(&self.basic.username), percent::encode(&self.basic.password));
        format!("{scheme}://{username}:{password}@{host}{path}\n")
    }
}

/// `file` with our `entries` in it, and without the lines for the addresses and user names in `stale`.
///
/// git takes the first line that fits, and when it asks without a path a line with a path fits too. So ours
/// without a path come first, then the other lines as they were, then ours with a path.
pub fn merge(file: &[u8], entries: &[Entry], stale: &[(GitUrl, String)]) -> Vec<u8> {
    let ours = |line: &[u8]| {
        Entry::parse(line).is_some_and(|entry| {
            stale.iter().any(|(url, username)| url.covers(&entry.url) && *username == entry.basic.username)
        })
    };
    let mut merged = Vec::new();
    for entry in entries.iter().filter(|entry| entry.url.path.is_empty()) {
        merged.extend_from_slice(entry.line().as_bytes());
    }
    for line in file.split_inclusive(|&byte| byte == b'\n').filter(|line| !ours(line)) {
        merged.extend_from_slice(line);
    }
    if !merged.is_empty() && !merged.ends_with(b"\n") {
        merged.push(b'\n');
    }
    for entry in entries.iter().filter(|entry| !entry.url.path.is_empty()) {
        merged.extend_from_slice(entry.line().as_bytes());
    }
    merged
}

/// The credentials in `file` for the repository at `url`: those with the longest path that holds it, under
/// its name with or without `.git`, of `username` where one is asked for.
pub fn find(file: &[u8], url: &GitUrl, username: Option<&str>) -> Option<Basic> {
    let twin = url.twin();
    let fits = |entry: &Entry| {
        let place = if entry.url.path.is_empty() {
            entry.url.root() == url.root()
        } else {
            entry.url.covers(url) || entry.url == twin
        };
        place && username.is_none_or(|name| name == entry.basic.username)
    };
    file.split(|&byte| byte == b'\n')
        .filter_map(Entry::parse)
        .filter(fits)
        // The first of equals, as git has it: max_by_key gives the last.
        .reduce(|best, next| if next.url.path.len() > best.url.path.len() { next } else { best })
        .map(|entry| entry.basic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(url: &str, username: &str, password: &str) -> Entry {
        let basic = Basic { username: username.to_owned(), password: password.to_owned() };
        Entry { url: GitUrl::parse(url).unwrap(), basic }
    }

    #[test]
    fn a_line_is_read_as_it_is_written() {
        let line = entry("http://h:8080/a/b", "me@work", "p:/@ %").line();
        assert_eq!(line, "http://me%40work:p%3A%2F%40%20%25@h:8080/a/b\n");
        let read = Entry::parse(line.as_bytes()).unwrap();
        assert_eq!((read.basic.username.as_str(), read.basic.password.as_str()), ("me@work", "p:/@ %"));
        assert_eq!(read.url.url(), "http://h:8080/a/b");
        let line = b"http://me:p@h%3a8080/a/b";
        assert_eq!(Entry::parse(line).unwrap().url, read.url, "as git writes it");
        for line in ["# https://a:b@h", "https://h", "https://a@h", ""] {
            assert!(Entry::parse(line.as_bytes()).is_none(), "{line}");
        }
    }

    #[test]
    fn others_lines_stay_between_ours() {
        let entries = [entry("h/deep", "me", "1"), entry("h", "me", "2")];
        let stale = [(entries[1].url.clone(), "me".to_owned()), (entries[0].url.clone(), "me".to_owned())];
        let file = b"https://me:old@h\nhttps://other:x@h\nnoise\nhttps://me:old@h/deep/er";
        let merged = merge(file, &entries, &stale);
        let expected = "https://me:2@h\nhttps://other:x@h\nnoise\nhttps://me:1@h/deep\n";
        assert_eq!(String::from_utf8_lossy(&merged), expected);
        assert_eq!(merge(&merged, &entries, &stale), merged);
    }

    #[test]
    fn the_longest_path_is_found() {
        let file = b"https://a:1@h\nhttps://b:2@h/team\nhttps://c:3@h/team/repo\nhttps://d:4@h\n";
        let find = |url, user| find(file, &GitUrl::parse(url).unwrap(), user).map(|basic| basic.password);
        assert_eq!(find("h/x", None).as_deref(), Some("1"));
        assert_eq!(find("h/team/x.git", None).as_deref(), Some("2"));
        assert_eq!(find("h/team/repo.git", None).as_deref(), Some("3"));
        assert_eq!(find("h/x", Some("d")).as_deref(), Some("4"));
        assert_eq!(find("i/x", None), None);
    }
}
