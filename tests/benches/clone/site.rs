//! The servers, and a home with the key that they let in.

use std::cell::RefCell;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use tempfile::TempDir;
use tests::measure::in_memory;
use tests::{HttpBackend, Sshd};

use crate::scenario::{Scenario, Transport};

/// Both servers over one folder of repositories, made when they are first asked for.
pub struct Site {
    repositories: TempDir,
    home: TempDir,
    /// On disk, as images are.
    programs: TempDir,
    http: HttpBackend,
    ssh: Sshd,
    made: RefCell<Vec<&'static str>>,
}

impl Site {
    /// Starts the servers.
    pub fn open() -> Result<Self> {
        let (repositories, home) = (in_memory()?, in_memory()?);
        let http = HttpBackend::start(repositories.path(), ("user", "password"), None);
        let ssh = Sshd::start();
        let settings = home.path().join(".ssh");
        fs::create_dir(&settings)?;
        fs::write(settings.join("known_hosts"), ssh.known_hosts())?;
        let config = format!(
            "Host 127.0.0.1\n    HostName 127.0.0.1\n    IdentityFile {}\n    UserKnownHostsFile {}\n",
            ssh.key().display(),
            settings.join("known_hosts").display()
        );
        fs::write(settings.join("config"), config)?;
        Ok(Self { repositories, home, programs: tempfile::tempdir()?, http, ssh, made: RefCell::default() })
    }

    /// The URL of the scenario's repository.
    pub fn url(&self, scenario: &Scenario) -> Result<String> {
        let history = scenario.history;
        let path = self.path(history.name);
        if !self.made.borrow().contains(&history.name) {
            history.make(&path)?;
            self.made.borrow_mut().push(history.name);
        }
        Ok(match scenario.transport {
            Transport::Http => self.http.url(&file_name(history.name)),
            Transport::Ssh => self.ssh.url(&path),
        })
    }

    /// `program` with the home and nobody's settings.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        let path = std::env::var_os("PATH").unwrap_or_default();
        let config = self.home.path().join(".ssh/config");
        command
            .env_clear()
            .env("HOME", self.home.path())
            .env("PATH", path)
            .env("GIT_CONFIG_NOSYSTEM", "1")
            // ssh looks for its settings where /etc/passwd has the home, whatever the variable says.
            .env("GIT_SSH_COMMAND", format!("ssh -F {}", config.display()));
        command
    }

    /// Puts `program` where it is run from, written in one go, as when an image or a package is unpacked. The linker writes
    /// it piece by piece, and so the kernel keeps it, which costs every run of it up to 0.2 ms.
    pub fn install(&self, program: &Path) -> Result<PathBuf> {
        let name = program.file_name().context("a program has a name")?;
        let folder = tempfile::tempdir_in(self.programs.path())?.keep();
        let installed = folder.join(name);
        fs::copy(program, &installed).with_context(|| program.display().to_string())?;
        Ok(installed)
    }

    /// Makes the home what it is in a new Pod: git-init writes into its `.gitconfig`, which every program then reads.
    pub fn renew(&self) -> Result<()> {
        match fs::remove_file(self.home.path().join(".gitconfig")) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.repositories.path().join(file_name(name))
    }
}

fn file_name(name: &str) -> String {
    format!("{}.git", name.replace(' ', "-").replace(',', ""))
}
