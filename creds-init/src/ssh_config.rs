//! ssh's configuration file: a block a host, and what a file says of a host.

use std::path::PathBuf;

/// What is written of a host.
pub struct Host<'a> {
    /// The name that it goes by.
    pub pattern: &'a str,
    /// Its name on the network.
    pub host_name: &'a str,
    /// The user to log in as, if not the one in the address.
    pub user: Option<&'a str>,
    /// Its port, unless the address names one.
    pub port: u16,
    /// The private keys, tried in this order, and no others.
    pub identity_files: Vec<String>,
    /// Where its own keys are looked up and kept.
    pub known_hosts_file: String,
    /// Whether the file knows its keys; else the first ones that it shows are taken.
    pub pinned: bool,
}

impl Host<'_> {
    /// Writes the block.
    pub fn write(&self, out: &mut String) {
        let mut line = |key: &str, value: &str| {
            out.push_str(key);
            out.push(' ');
            out.push_str(value);
            out.push('\n');
        };
        line("Host", self.pattern);
        line("    HostName", self.host_name);
        if let Some(user) = self.user {
            line("    User", user);
        }
        line("    Port", &self.port.to_string());
        for file in &self.identity_files {
            line("    IdentityFile", &quoted(file));
        }
        line("    IdentitiesOnly", "yes");
        line("    UserKnownHostsFile", &quoted(&self.known_hosts_file));
        line("    StrictHostKeyChecking", if self.pinned { "yes" } else { "accept-new" });
    }
}

/// A path as ssh takes it: `%` begins a token there, and white space ends a word.
fn quoted(path: &str) -> String {
    let path = path.replace('%', "%%");
    if path.contains([' ', '#', '\'']) { format!("\"{path}\"") } else { path }
}

/// What a configuration file says of one host, as far as programs that are not ssh need it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    /// The name on the network, if another one.
    pub host_name: Option<String>,
    /// The user to log in as.
    pub user: Option<String>,
    /// The port.
    pub port: Option<u16>,
    /// The private keys, in the order to try them.
    pub identity_files: Vec<PathBuf>,
    /// Where the host's keys are looked up.
    pub known_hosts_file: Option<PathBuf>,
    /// Whether a host that is not in there is taken at its word.
    pub accept_new: bool,
}

impl Resolved {
    /// Reads what `file` says of `host`, by ssh's rules: the first word on a matter counts, keys add up.
    /// `Match` blocks are passed over.
    pub fn read(file: &str, host: &str) -> Self {
        let mut resolved = Self::default();
        let mut strict = None;
        let mut applies = true;
        for line in file.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
            let (key, value) = line.split_once([' ', '\t', '=']).unwrap_or((line, ""));
            let value = value.trim_matches([' ', '\t', '=']);
            let first = || value.trim_matches('"').replace("%%", "%");
            match key.to_ascii_lowercase().as_str() {
                "host" => applies = matches_one(value, host),
                "match" => applies = false,
                _ if !applies => {}
                "hostname" => resolved.host_name = resolved.host_name.or_else(|| Some(first())),
                "user" => resolved.user = resolved.user.or_else(|| Some(first())),
                "port" => resolved.port = resolved.port.or_else(|| value.parse().ok()),
                "identityfile" => resolved.identity_files.push(first().into()),
                "userknownhostsfile" => {
                    resolved.known_hosts_file = resolved.known_hosts_file.or_else(|| Some(first().into()));
                }
                "stricthostkeychecking" => strict = strict.or(Some(value)),
                _ => {}
            }
        }
        resolved.accept_new = matches!(strict, Some("accept-new" | "no" | "off"));
        resolved
    }
}

/// Whether one of the patterns is for `host` and none excludes it.
fn matches_one(patterns: &str, host: &str) -> bool {
    let mut matched = false;
    for pattern in patterns.split_whitespace() {
        match pattern.strip_prefix('!') {
            Some(excluded) if fits(excluded.as_bytes(), host.as_bytes()) => return false,
            Some(_) => {}
            None => matched |= fits(pattern.as_bytes(), host.as_bytes()),
        }
    }
    matched
}

/// `*` stands for any text, `?` for one character, and case does not count.
fn fits(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut reached) = (0, 0);
    // What stands behind the last star, and how much of the text is for it and what is before it. Earlier stars need
    // not be looked at again: they took as little as they could.
    let mut star = None;
    loop {
        match (pattern.get(at), text.get(reached)) {
            (Some(b'*'), _) => {
                at += 1;
                star = Some((at, reached));
            }
            (Some(wanted), Some(found)) if *wanted == b'?' || wanted.eq_ignore_ascii_case(found) => {
                at += 1;
                reached += 1;
            }
            (None, None) => return true,
            _ => match star {
                Some((behind, taken)) if taken < text.len() => {
                    (at, reached) = (behind, taken + 1);
                    star = Some((at, reached));
                }
                _ => return false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_of_a_host_is_read_of_it() {
        let mut file = String::new();
        let host = Host {
            pattern: "host--org",
            host_name: "host",
            user: Some("git"),
            port: 2222,
            identity_files: vec!["/a 100%/id_x".into(), "/id_y".into()],
            known_hosts_file: "/known".into(),
            pinned: false,
        };
        host.write(&mut file);
        file.push_str("Host *\nUser other\nIdentityFile /id_z\nStrictHostKeyChecking yes\n");
        let read = Resolved::read(&file, "host--org");
        let expected = Resolved {
            host_name: Some("host".into()),
            user: Some("git".into()),
            port: Some(2222),
            identity_files: vec!["/a 100%/id_x".into(), "/id_y".into(), "/id_z".into()],
            known_hosts_file: Some("/known".into()),
            accept_new: true,
        };
        assert_eq!(read, expected);
        assert_eq!(Resolved::read(&file, "host").user.as_deref(), Some("other"));
    }

    #[test]
    fn patterns() {
        for (patterns, host, fits) in [
            ("*", "h", true),
            ("*.h !x.h", "y.h", true),
            ("*.h !x.h", "x.h", false),
            ("a?", "A1", true),
            ("a", "b", false),
            ("*a*b?", "xaxbxbx", true),
            ("*a*b?", "xaxbxb", false),
            // Whoever tries all ways to share the text among the stars never comes back.
            (&format!("{}b", "*a".repeat(50)), &"a".repeat(100), false),
        ] {
            assert_eq!(matches_one(patterns, host), fits, "{patterns} {host}");
        }
    }
}
