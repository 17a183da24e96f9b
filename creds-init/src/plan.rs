//! From secrets and annotations to the files of a home.

use anyhow::Result;

use crate::annotation::Annotation;
use crate::block::{self, Place};
use crate::home::Home;
use crate::secrets::Secrets;
use crate::{git, git_credentials, gitconfig};

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

impl Plan {
    fn file(&mut self, name: impl Into<String>, content: impl Into<Vec<u8>>) {
        self.files.push(CredentialFile { name: name.into(), content: content.into() });
    }
}

/// Reads and checks all secrets and all files that are there, and says what the files shall hold.
///
/// # Errors
/// One line that names the secret or the file, what is wrong with it, and what to do about it.
pub fn plan(request: &Request, secrets: &Secrets, home: &Home) -> Result<Plan> {
    let mut plan = Plan::default();
    if !request.ssh_git.is_empty() || !request.basic_docker.is_empty() {
        anyhow::bail!("this version writes user names and passwords for git only");
    }
    if !request.docker_config.is_empty() || !request.docker_cfg.is_empty() {
        anyhow::bail!("this version writes user names and passwords for git only");
    }
    plan_git(request, secrets, home, &mut plan)?;
    Ok(plan)
}

fn plan_git(request: &Request, secrets: &Secrets, home: &Home, plan: &mut Plan) -> Result<()> {
    if request.basic_git.is_empty() {
        return Ok(());
    }
    let gitconfig = home.read(".gitconfig")?;
    let entries = git::entries(&request.basic_git, secrets)?;
    let mut ours = String::new();
    git::sections(&mut ours, &entries);
    let mut stale = gitconfig::recorded(&gitconfig);
    stale.extend(entries.iter().map(|entry| (entry.url.clone(), entry.basic.username.clone())));
    let store = git_credentials::merge(&home.read(".git-credentials")?, &entries, &stale);
    plan.file(".gitconfig", block::replace(&gitconfig, &ours, Place::End));
    plan.file(".git-credentials", store);
    Ok(())
}
