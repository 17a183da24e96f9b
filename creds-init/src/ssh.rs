//! Access to git hosts over ssh: keys, and what ssh and git have to be told so that the right one is used.

use anyhow::{Result, anyhow, bail};

use crate::annotation::{Annotation, one_secret_each};
use crate::git::shell_quoted;
use crate::gitconfig::{section, variable};
use crate::secrets::Secrets;
use crate::ssh_config::Host;
use crate::ssh_target::SshTarget;

const KIND: &str = "kubernetes.io/ssh-auth";

/// Everything that the annotations ask for.
pub struct Access {
    /// The private keys by their secrets' names.
    pub keys: Vec<(String, Vec<u8>)>,
    /// The host keys of all secrets, a line each.
    pub known_hosts: String,
    /// Whole hosts first, each once.
    places: Vec<Place>,
}

/// A host or a path on it, and the secrets for it.
struct Place {
    target: SshTarget,
    /// What ssh knows it by: the host's own name, or an alias for a path.
    alias: String,
    secrets: Vec<String>,
    /// Whether a secret brings the keys that the host has to show.
    pinned: bool,
}

impl Access {
    /// Reads and checks all secrets.
    ///
    /// # Errors
    /// A bad address, two secrets for one path, a secret without a key.
    pub fn read(annotations: &[Annotation], secrets: &Secrets) -> Result<Self> {
        let mut access = Self { keys: Vec::new(), known_hosts: String::new(), places: Vec::new() };
        let mut targets = Vec::new();
        for Annotation { secret, value } in annotations {
            let target = SshTarget::parse(value).map_err(|why| {
                anyhow!("secret {secret}: the address in its annotation tekton.dev/git-* is wrong: {why}")
            })?;
            targets.push((target, secret.as_str()));
        }
        let paths: Vec<(String, &str)> = targets
            .iter()
            .filter(|(target, _)| !target.path.is_empty())
            .map(|(target, secret)| (target.place(), *secret))
            .collect();
        one_secret_each(paths.iter().map(|(place, secret)| (place.as_str(), *secret)))?;
        // Several keys may be for one host: ssh tries one after the other.
        let (whole, paths): (Vec<_>, Vec<_>) =
            targets.into_iter().partition(|(target, _)| target.path.is_empty());
        for (target, secret) in whole.into_iter().chain(paths) {
            let pinned = access.read_secret(secret, secrets)?;
            access.add(target, secret, pinned);
        }
        Ok(access)
    }

    /// Takes the key and host keys of a secret; says whether there are host keys.
    fn read_secret(&mut self, secret: &str, secrets: &Secrets) -> Result<bool> {
        let known_hosts = secrets.optional(secret, "known_hosts")?.unwrap_or_default();
        let known_hosts = String::from_utf8(known_hosts)
            .map_err(|_| anyhow!("secret {secret}: known_hosts is no text; make it anew with ssh-keyscan"))?;
        let lines =
            known_hosts.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let mut pinned = false;
        for line in lines {
            pinned = true;
            if !self.known_hosts.lines().any(|known| known == line) {
                self.known_hosts.push_str(line);
                self.known_hosts.push('\n');
            }
        }
        let key = secrets.required(secret, "ssh-privatekey", KIND)?;
        let mut key: Vec<u8> = key.trim_ascii().iter().copied().filter(|&byte| byte != b'\r').collect();
        if key.is_empty() {
            bail!("secret {secret}: ssh-privatekey is empty; put the private key there");
        }
        key.push(b'\n');
        if !self.keys.iter().any(|(known, _)| known == secret) {
            self.keys.push((secret.to_owned(), key));
        }
        Ok(pinned)
    }

    fn add(&mut self, target: SshTarget, secret: &str, pinned: bool) {
        let whole = target.path.is_empty();
        let same = |place: &&mut Place| {
            place.target.place() == target.place()
                || whole && place.target.path.is_empty() && place.target.host == target.host
        };
        if let Some(place) = self.places.iter_mut().find(same) {
            if !place.secrets.iter().any(|known| known == secret) {
                place.secrets.push(secret.to_owned());
            }
            place.pinned |= pinned;
            // One block a host: with several ports or users in it, only ssh's own can be the rule, and an
            // address that names another still gets it.
            if place.target.port_or_default() != target.port_or_default() {
                place.target.port = None;
            }
            if place.target.user != target.user {
                place.target.user = None;
            }
            return;
        }
        let mut alias = if whole { target.host_name().to_owned() } else { alias(&target) };
        while self.places.iter().any(|place| place.alias == alias) {
            alias = format!("{alias}--{secret}");
        }
        self.places.push(Place { target, alias, secrets: vec![secret.to_owned()], pinned });
    }

    /// The blocks of `.ssh/config`, and a note for each host whose keys nobody pinned.
    pub fn config(&self, home: &str, notes: &mut Vec<String>) -> String {
        let mut text = String::new();
        for Place { target, alias, secrets, pinned } in &self.places {
            let host = Host {
                pattern: alias,
                host_name: target.host_name(),
                user: target.user.as_deref(),
                port: target.port_or_default(),
                identity_files: secrets.iter().map(|secret| format!("{home}/.ssh/id_{secret}")).collect(),
                known_hosts_file: format!("{home}/.ssh/known_hosts"),
                pinned: *pinned,
            };
            host.write(&mut text);
            if !pinned {
                notes.push(format!(
                    "secret {}: has no known_hosts, so the first key that {} shows is trusted; add known_hosts to \
                     have it checked",
                    secrets.join(" and "),
                    target.host
                ));
            }
        }
        // What follows in the file may be without a Host line of its own, and was for all hosts.
        text.push_str("Host *\n");
        text
    }

    /// Makes git go to the alias for every address of a repository that has a key of its own. git compares
    /// beginnings, so that an address without `.git` also stands for the one with it.
    pub fn rewrites(&self, out: &mut String) {
        for Place { target, alias, .. } in self.places.iter().filter(|place| !place.target.path.is_empty()) {
            let SshTarget { host, path, .. } = target;
            let port = target.port_or_default();
            let user = target.user.as_deref().unwrap_or("git");
            for at in [format!("{user}@"), String::new()] {
                for slash in ["", "/"] {
                    section(out, "url", &format!("{at}{alias}:{slash}{path}"));
                    variable(out, "insteadOf", &format!("{at}{host}:{slash}{path}"));
                }
                section(out, "url", &format!("ssh://{at}{alias}/{path}"));
                variable(out, "insteadOf", &format!("ssh://{at}{host}/{path}"));
                variable(out, "insteadOf", &format!("ssh://{at}{host}:{port}/{path}"));
            }
        }
    }
}

/// Makes git hand our configuration to ssh, which looks for its own in the home that the password file names,
/// whatever `HOME` is.
pub fn command(home: &str, out: &mut String) {
    section(out, "core", "");
    variable(out, "sshCommand", &format!("ssh -F {}", shell_quoted(&format!("{home}/.ssh/config"))));
}

/// A host name for a path: `github.com--org--repo`, with the port behind the host unless it is ssh's own.
fn alias(target: &SshTarget) -> String {
    let mut alias = target.host_name().to_owned();
    if target.port_or_default() != SshTarget::PORT {
        alias.push_str("--");
        alias.push_str(&target.port_or_default().to_string());
    }
    for segment in target.path.split('/').filter(|segment| !segment.is_empty()) {
        alias.push_str("--");
        alias.push_str(segment);
    }
    let alias = alias.replace(|char: char| !char.is_ascii_alphanumeric() && !"-._".contains(char), "_");
    alias.trim_start_matches('-').to_owned()
}
