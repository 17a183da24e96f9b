//! Credentials as docker writes them down: its own file, and the Secrets that hold one.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::{env, fs, io};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use oci_client::secrets::RegistryAuth;
use serde::Deserialize;

use super::credential::Credential;
use super::docker_helper::ask;
use super::scope::{DOCKER_HUB, fit};

/// A file `config.json`, or what is wrong with it.
pub(super) struct DockerConfig {
    from: String,
    content: Result<Content, String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    #[serde(default)]
    auths: BTreeMap<String, Entry>,
    /// Programs that know the password, by host,
    #[serde(default)]
    cred_helpers: BTreeMap<String, String>,
    /// and one for all hosts.
    creds_store: Option<String>,
}

#[derive(Default, Deserialize)]
struct Entry {
    #[serde(default)]
    username: String,
    #[serde(default)]
    password: String,
    /// Both of them with a colon in between, in base64.
    #[serde(default)]
    auth: String,
    #[serde(default)]
    registrytoken: String,
}

impl DockerConfig {
    /// The user's: `$DOCKER_CONFIG/config.json`, or the one below `~/.docker`. None is an empty one.
    pub fn of_user() -> Self {
        let set = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let folder = set("DOCKER_CONFIG").or_else(|| Some(set("HOME")?.join(".docker")));
        let Some(path) = folder.map(|folder| folder.join("config.json")) else {
            return Self { from: String::new(), content: Ok(Content::default()) };
        };
        let from = path.display().to_string();
        let content = match fs::read(&path) {
            Ok(bytes) => parse(&bytes).map_err(|error| format!("{from}: {error}")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Content::default()),
            Err(error) => Err(format!("{from} cannot be read: {error}")),
        };
        Self { from, content }
    }

    /// What `.dockerconfigjson` of a Secret holds.
    pub fn of_json(from: String, bytes: &[u8]) -> Self {
        let content = parse(bytes).map_err(|error| format!("{from}: {error}"));
        // Whoever wrote the Secret does not choose which programs run here.
        let content = content.map(|content: Content| Content { auths: content.auths, ..Content::default() });
        Self { from, content }
    }

    /// What `.dockercfg` of a Secret holds: the older form, the hosts alone.
    pub fn of_cfg(from: String, bytes: &[u8]) -> Self {
        let content = parse(bytes).map_err(|error| format!("{from}: {error}"));
        Self { from, content: content.map(|auths| Content { auths, ..Content::default() }) }
    }

    /// What to tell `registry` about `repository`: nothing where the file says nothing. A helper goes before a password.
    ///
    /// # Errors
    /// When the file cannot be read, or its helper fails.
    pub async fn credential(&self, registry: &str, repository: &str) -> Result<Option<Credential>, String> {
        let content = self.content.as_ref().map_err(Clone::clone)?;
        let server = if registry == "docker.io" { DOCKER_HUB } else { registry };
        let helper = content.cred_helpers.get(server).or_else(|| content.cred_helpers.get(registry));
        if let Some(helper) = helper.or(content.creds_store.as_ref()).filter(|helper| !helper.is_empty())
            && let Some(auth) = ask(helper, server).await?
        {
            return Ok(Some(Credential { auth, from: format!("docker-credential-{helper}") }));
        }
        let fitting =
            content.auths.iter().filter_map(|(key, entry)| Some((fit(key, registry, repository)?, entry)));
        let best = fitting.max_by_key(|(exactness, _)| *exactness);
        match best.map(|(_, entry)| entry.auth()) {
            None | Some(Ok(None)) => Ok(None),
            Some(Ok(Some(auth))) => Ok(Some(Credential { auth, from: self.from.clone() })),
            Some(Err(wrong)) => Err(format!("{}: {wrong} for {registry}", self.from)),
        }
    }
}

impl Entry {
    /// None for an entry that only names a host, as docker leaves it for a helper.
    fn auth(&self) -> Result<Option<RegistryAuth>, &'static str> {
        if !self.registrytoken.is_empty() {
            return Ok(Some(RegistryAuth::Bearer(self.registrytoken.clone())));
        }
        if !self.auth.is_empty() {
            let wrong = "auth is no base64 of USER:PASSWORD";
            let decoded = STANDARD.decode(self.auth.trim()).map_err(|_| wrong)?;
            let text = String::from_utf8(decoded).map_err(|_| wrong)?;
            let (user, password) = text.split_once(':').ok_or(wrong)?;
            return Ok(Some(RegistryAuth::Basic(
                user.to_owned(),
                password.trim_end_matches('\0').to_owned(),
            )));
        }
        let named = !self.username.is_empty();
        Ok(named.then(|| RegistryAuth::Basic(self.username.clone(), self.password.clone())))
    }
}

/// What the reader of JSON says of a wrong value quotes it, so only the place is kept.
fn parse<T: for<'de> Deserialize<'de>>(bytes: &[u8]) -> Result<T, String> {
    serde_json::from_slice(bytes)
        .map_err(|error| format!("not docker's JSON, at line {} column {}", error.line(), error.column()))
}
