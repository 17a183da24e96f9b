//! The mounted secrets: a folder a secret, a file a key.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow, bail};

/// Where the secrets are mounted, each in a folder of its name.
pub struct Secrets {
    folder: PathBuf,
}

/// A user name and its password, as a `kubernetes.io/basic-auth` secret holds them. It has no `Debug`, so that
/// it cannot get into a message by accident.
pub struct Basic {
    /// The user name; it may be empty, as some servers that take tokens have it.
    pub username: String,
    /// The password.
    pub password: String,
}

impl Secrets {
    /// The secrets below `folder`.
    pub fn below(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// One file of a secret; `None` when the secret has none of that name.
    ///
    /// # Errors
    /// The secret is not mounted, or the file cannot be read.
    pub fn optional(&self, secret: &str, file: &str) -> Result<Option<Vec<u8>>> {
        let folder = self.folder.join(secret);
        match fs::read(folder.join(file)) {
            Ok(content) => Ok(Some(content)),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                if folder.is_dir() {
                    return Ok(None);
                }
                bail!(
                    "secret {secret}: not mounted at {}; list it in the service account and mount it there, or \
                     say with -secrets_dir where it is",
                    folder.display()
                )
            }
            Err(error) => Err(error).with_context(|| {
                format!("secret {secret}: cannot read {}; let this user read it", folder.join(file).display())
            }),
        }
    }

    /// One file of a secret of type `kind`, which has to be there.
    ///
    /// # Errors
    /// As [`Secrets::optional`], or there is no such file.
    pub fn required(&self, secret: &str, file: &str, kind: &str) -> Result<Vec<u8>> {
        self.optional(secret, file)?.ok_or_else(|| {
            anyhow!("secret {secret}: has no {file}; a secret of type {kind} needs that key, so add it")
        })
    }

    /// The user name and password of a secret, each without the line ends behind it: they are what
    /// `kubectl create secret --from-file` leaves of an ordinary text file.
    ///
    /// # Errors
    /// A file is missing or is no text, or holds what no server could be sent.
    pub fn basic(&self, secret: &str) -> Result<Basic> {
        let read = |file| -> Result<String> {
            let content = self.required(secret, file, "kubernetes.io/basic-auth")?;
            let text = String::from_utf8(content)
                .map_err(|_| anyhow!("secret {secret}: {file} is no UTF-8 text; write it anew as text"))?;
            if text.contains('\0') {
                bail!("secret {secret}: {file} holds a zero byte; write it anew as text");
            }
            Ok(text.trim_end_matches(['\r', '\n']).to_owned())
        };
        let (username, password) = (read("username")?, read("password")?);
        if username.contains([':', '\n', '\r']) {
            bail!(
                "secret {secret}: username holds a colon or a line break, which no server can be sent; correct it"
            );
        }
        Ok(Basic { username, password })
    }
}
