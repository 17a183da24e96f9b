//! A kubeconfig from what a cluster resource says, in JSON, and from the environment.

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// A cluster, as the controller describes it.
pub struct Cluster {
    told: Value,
    /// The secret fields and their values.
    env: Vec<(&'static str, String)>,
}

/// What a Secret can hold; the environment has it under the same name in upper case.
const SECRET: [&str; 4] = ["cadata", "token", "username", "password"];

impl Cluster {
    /// Reads the JSON `text`. What `env` has for the fields that may be secret goes before it; a line end behind a
    /// value is no part of it.
    ///
    /// # Errors
    /// The text is no JSON object, or its `name` cannot be that of a folder.
    pub fn read(text: &str, env: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let told: Value = serde_json::from_str(text).context("-cluster-config is no JSON")?;
        let name = told["name"].as_str().unwrap_or_default();
        if name.is_empty() || name.contains('/') || name.starts_with('.') {
            bail!("-cluster-config names its cluster {name:?}, which cannot be the name of a folder");
        }
        let secret = |field: &'static str| {
            let value = env(&field.to_ascii_uppercase())?;
            Some((field, value.trim_end_matches(['\r', '\n']).to_owned()))
        };
        Ok(Self { env: SECRET.into_iter().filter_map(secret).collect(), told })
    }

    /// Where the file goes, from the working directory on.
    pub fn place(&self) -> String {
        format!("{}/kubeconfig", self.field("name"))
    }

    /// The kubeconfig. It is JSON, which is YAML too.
    pub fn kubeconfig(&self) -> Vec<u8> {
        let name = self.field("name");
        let mut cluster = json!({"server": self.field("url")});
        let authority = self.authority();
        if authority.is_empty() {
            cluster["insecure-skip-tls-verify"] = self.told["Insecure"].clone();
        } else {
            cluster["certificate-authority-data"] = authority.into();
        }
        let user = match self.field("token") {
            "" => json!({"username": self.field("username"), "password": self.field("password")}),
            token => json!({"token": token}),
        };
        let login = self.field("username");
        let config = json!({
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": name, "cluster": cluster}],
            "users": [{"name": login, "user": user}],
            "contexts": [{"name": name, "context": {"cluster": name, "user": login}}],
            "current-context": name,
        });
        format!("{config}\n").into_bytes()
    }

    /// The certificate in base64: the controller has encoded what it was given, a Secret has it as it is.
    fn authority(&self) -> String {
        match self.secret("cadata") {
            Some(plain) => STANDARD.encode(plain),
            None => self.told["cadata"].as_str().unwrap_or_default().to_owned(),
        }
    }

    fn field(&self, name: &str) -> &str {
        self.secret(name).or_else(|| self.told[name].as_str()).unwrap_or_default()
    }

    fn secret(&self, name: &str) -> Option<&str> {
        self.env.iter().find(|(field, _)| *field == name).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOLD: &str = r#"{"name":"c","type":"cluster","url":"https://h:6443","revision":"","username":"u",
        "password":"p","token":"","Insecure":false,"cadata":"Y2E=","secrets":null}"#;

    fn kubeconfig(told: &str, env: &[(&str, &str)]) -> Value {
        let env: Vec<(String, String)> = env.iter().map(|&(a, b)| (a.to_owned(), b.to_owned())).collect();
        let read = |name: &str| env.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        serde_json::from_slice(&Cluster::read(told, read).unwrap().kubeconfig()).unwrap()
    }

    #[test]
    fn a_cluster_becomes_a_context_of_its_name() {
        let config = kubeconfig(TOLD, &[]);
        assert_eq!(
            config["clusters"],
            json!([{"name": "c", "cluster": {"server": "https://h:6443", "certificate-authority-data": "Y2E="}}])
        );
        assert_eq!(config["users"], json!([{"name": "u", "user": {"username": "u", "password": "p"}}]));
        assert_eq!(config["contexts"], json!([{"name": "c", "context": {"cluster": "c", "user": "u"}}]));
        assert_eq!(config["current-context"], "c");
    }

    #[test]
    fn a_token_goes_before_a_password_and_secrets_before_all() {
        let config = kubeconfig(TOLD, &[("TOKEN", "t\r\n"), ("CADATA", "ca2\n"), ("USERNAME", "v")]);
        assert_eq!(config["users"], json!([{"name": "v", "user": {"token": "t"}}]));
        assert_eq!(config["clusters"][0]["cluster"]["certificate-authority-data"], "Y2Ey");
        let bare = TOLD.replace("\"Y2E=\"", "null").replace("false", "true");
        assert_eq!(kubeconfig(&bare, &[])["clusters"][0]["cluster"]["insecure-skip-tls-verify"], true);
    }

    #[test]
    fn a_name_stays_in_its_folder() {
        for name in ["", "../x", "a/b", ".ssh"] {
            assert!(Cluster::read(&json!({"name": name}).to_string(), |_| None).is_err(), "{name}");
        }
        assert!(Cluster::read("{", |_| None).is_err());
    }
}
