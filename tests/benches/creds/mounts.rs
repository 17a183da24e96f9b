//! The secrets of a large service account, in files as a Pod mounts them.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tempfile::TempDir;
use tests::measure::in_memory;

/// Where a Pod has them, and where a program without our flag looks.
const IN_A_POD: &str = "/var/build-secrets";

/// How many: 20 for git over https, 20 for ssh, 10 for registries.
const SECRETS: usize = 50;

/// The mounted secrets; gone when dropped.
pub struct Mounts {
    folder: PathBuf,
    flag: bool,
    owned: Option<TempDir>,
}

impl Mounts {
    /// In a folder of its own, which a flag names.
    pub fn anywhere() -> Result<Self> {
        let owned = in_memory()?;
        write(owned.path())?;
        Ok(Self { folder: owned.path().to_owned(), flag: true, owned: Some(owned) })
    }

    /// Where a program finds them without a flag.
    pub fn where_a_pod_has_them() -> Result<Self> {
        let folder = PathBuf::from(IN_A_POD);
        fs::create_dir(&folder).with_context(|| {
            format!(
                "a peer reads {IN_A_POD}, which has to be made for it: be root, and move away what is there"
            )
        })?;
        let mounts = Self { folder, flag: false, owned: None };
        write(&mounts.folder)?;
        Ok(mounts)
    }

    /// The flags for the first `count` secrets.
    pub fn flags(&self, count: usize) -> Vec<OsString> {
        let of = |n: usize| match n % 5 {
            0 | 1 => format!("-basic-git=s{n}=https://host-{n}.example.com/team"),
            2 | 3 => format!("-ssh-git=s{n}=host-{n}.example.com:2222"),
            _ => format!("-basic-docker=s{n}=https://registry-{n}.example.com"),
        };
        let mut flags: Vec<OsString> = (0..count.min(SECRETS)).map(|n| of(n).into()).collect();
        if self.flag {
            flags.extend(["-secrets_dir".into(), self.folder.clone().into_os_string()]);
        }
        flags
    }
}

impl Drop for Mounts {
    fn drop(&mut self) {
        if self.owned.is_none() {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// Every secret has all keys: a real one has those of its type.
fn write(folder: &Path) -> Result<()> {
    for n in 0..SECRETS {
        let secret = folder.join(format!("s{n}"));
        fs::create_dir(&secret)?;
        // A key of ed25519 takes 400 bytes.
        let key = format!("-----BEGIN OPENSSH PRIVATE KEY-----\n{}\n", "A".repeat(350));
        let host = format!("[host-{n}.example.com]:2222 ssh-ed25519 {}\n", "A".repeat(68));
        for (name, content) in [
            ("username", "builder\n"),
            ("password", "a pass/word\n"),
            ("ssh-privatekey", &key),
            ("known_hosts", &host),
        ] {
            fs::write(secret.join(name), content)?;
        }
    }
    Ok(())
}
