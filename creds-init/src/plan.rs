//! From secrets and annotations to the files of a home.

use anyhow::Result;

use crate::annotation::Annotation;
use crate::block::{self, Place};
use crate::home::Home;
use crate::secrets::Secrets;
use crate::{docker, git, git_credentials, gitconfig, ssh};

/// What a service account's secrets are for.
#[derive(Debug, Default)]
pub struct Request {
    /// User names and passwords for git over http.
    pub basic_git: Vec<Annotation>,
    /// Keys for git over ssh.
    pub ssh_git: Vec<Annotation>,
    /// User names and passwords for registries.
    pub basic_docker: Vec<Annotation>,
    /// Secrets that hold a `config.json` of docker.
    pub docker_config: Vec<String>,
    /// Secrets that hold a `.dockercfg`.
    pub docker_cfg: Vec<String>,
}

impl Request {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.basic_git.is_empty()
            && self.ssh_git.is_empty()
            && self.basic_docker.is_empty()
            && self.docker_config.is_empty()
            && self.docker_cfg.is_empty()
    }
}

/// A file below the home, and all that it shall hold.
pub struct CredentialFile {
    /// The path below the home: `.ssh/config`.
    pub name: String,
    /// The content.
    pub content: Vec<u8>,
}

/// What is to be done.
#[derive(Default)]
pub struct Plan {
    /// The files to write.
    pub files: Vec<CredentialFile>,
    /// What the user should know, a line each.
    pub notes: Vec<String>,
}

/// Reads and checks all secrets and all files that are there, and says what the files shall hold.
///
/// # Errors
/// One line that names the secret or the file, what is wrong with it, and what to do about it.
pub fn plan(request: &Request, secrets: &Secrets, home: &Home) -> Result<Plan> {
    let mut draft = Draft { request, secrets, home, plan: Plan::default() };
    draft.docker()?;
    draft.git()?;
    Ok(draft.plan)
}

/// A plan in the making, and what it is made from.
struct Draft<'a> {
    request: &'a Request,
    secrets: &'a Secrets,
    home: &'a Home,
    plan: Plan,
}

impl Draft<'_> {
    fn docker(&mut self) -> Result<()> {
        const NAME: &str = ".docker/config.json";
        let Request { basic_docker, docker_config, docker_cfg, .. } = self.request;
        if basic_docker.is_empty() && docker_config.is_empty() && docker_cfg.is_empty() {
            return Ok(());
        }
        let (config, notes) = docker::merge(&self.home.read(NAME)?, self.request, self.secrets)?;
        self.file(NAME, config);
        self.plan.notes.extend(notes);
        Ok(())
    }

    fn git(&mut self) -> Result<()> {
        const NAME: &str = ".gitconfig";
        if self.request.basic_git.is_empty() && self.request.ssh_git.is_empty() {
            return Ok(());
        }
        let gitconfig = self.home.read(NAME)?;
        let mut ours = String::new();
        self.basic_git(&gitconfig, &mut ours)?;
        if !self.request.ssh_git.is_empty() {
            self.ssh(&gitconfig, &mut ours)?;
        }
        self.file(NAME, block::replace(&gitconfig, &ours, Place::End));
        Ok(())
    }

    /// The credentials themselves; also when none are asked for any more and an earlier run left some.
    fn basic_git(&mut self, gitconfig: &[u8], ours: &mut String) -> Result<()> {
        const NAME: &str = ".git-credentials";
        let entries = git::entries(&self.request.basic_git, self.secrets)?;
        let mut stale = gitconfig::recorded(gitconfig);
        stale.extend(entries.iter().map(|entry| (entry.url.clone(), entry.basic.username.clone())));
        if !stale.is_empty() {
            let store = git_credentials::merge(&self.home.read(NAME)?, &entries, &stale);
            git::sections(ours, &entries, &store);
            self.file(NAME, store);
        }
        Ok(())
    }

    fn ssh(&mut self, gitconfig: &[u8], ours: &mut String) -> Result<()> {
        const CONFIG: &str = ".ssh/config";
        const KNOWN_HOSTS: &str = ".ssh/known_hosts";
        let home = self.home;
        let access = ssh::Access::read(&self.request.ssh_git, self.secrets)?;
        for (secret, key) in &access.keys {
            self.file(format!(".ssh/id_{secret}"), key.clone());
        }
        let config = access.config(home.name(), &mut self.plan.notes);
        self.file(CONFIG, block::replace(&home.read(CONFIG)?, &config, Place::Start));
        let known_hosts = block::replace(&home.read(KNOWN_HOSTS)?, &access.known_hosts, Place::End);
        if !known_hosts.is_empty() {
            self.file(KNOWN_HOSTS, known_hosts);
        }
        if gitconfig::sets(gitconfig, "core", "sshcommand") {
            self.plan.notes.push(
                ".gitconfig in HOME sets core.sshCommand and keeps it: the keys are used only if that command reads \
                 .ssh/config there"
                    .to_owned(),
            );
        } else {
            ssh::command(home.name(), ours);
        }
        access.rewrites(ours);
        Ok(())
    }

    fn file(&mut self, name: impl Into<String>, content: impl Into<Vec<u8>>) {
        self.plan.files.push(CredentialFile { name: name.into(), content: content.into() });
    }
}
