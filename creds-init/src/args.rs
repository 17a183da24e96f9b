//! The command line.

use std::path::PathBuf;

use clap::Parser;
use creds_init::Request;
use creds_init::annotation::{Annotation, secret_name};

/// Writes the credential files of a Pod's steps from its mounted secrets.
#[derive(Debug, Parser)]
#[command(
    name = "creds-init",
    version,
    override_usage = "creds-init [-basic-git SECRET=URL]... [-ssh-git SECRET=HOST]... [-basic-docker SECRET=URL]...\n                  \
                      [-docker-config SECRET]... [-docker-cfg SECRET]... [-secrets_dir DIR]\n       creds-init -cluster-config JSON",
    after_help = "Every flag but the last two may be given again and again. The files go below $HOME.\n\n\
                  Example:\n  creds-init -basic-git=bot=https://github.com -ssh-git=key=gitlab.com"
)]
pub struct Args {
    /// User name and password for git over https
    #[arg(long = "basic-git", value_name = "SECRET=URL")]
    basic_git: Vec<String>,

    /// Private key for git over ssh; HOST is host[:port][/path]
    #[arg(long = "ssh-git", value_name = "SECRET=HOST")]
    ssh_git: Vec<String>,

    /// User name and password for a registry
    #[arg(long = "basic-docker", value_name = "SECRET=URL")]
    basic_docker: Vec<String>,

    /// A secret that holds a config.json of docker
    #[arg(long = "docker-config", value_name = "SECRET")]
    docker_config: Vec<String>,

    /// A secret that holds a .dockercfg, docker's format of old
    #[arg(long = "docker-cfg", value_name = "SECRET")]
    docker_cfg: Vec<String>,

    /// Write NAME/kubeconfig for this cluster into the working directory, and nothing else; TOKEN, USERNAME, PASSWORD
    /// and CADATA in the environment go before what JSON says
    #[arg(long = "cluster-config", value_name = "JSON", overrides_with = "cluster_config")]
    pub cluster_config: Option<String>,

    /// Where the secrets are mounted, each in a folder of its name
    #[arg(long = "secrets_dir", value_name = "DIR", default_value = "/var/build-secrets")]
    #[arg(overrides_with = "secrets_dir")]
    pub secrets_dir: PathBuf,
}

impl Args {
    /// What the flags ask for.
    ///
    /// # Errors
    /// The flag and what is wrong with its value.
    pub fn request(&self) -> Result<Request, String> {
        let annotations = |flag: &str, values: &[String]| -> Result<Vec<Annotation>, String> {
            let read = values.iter().map(|value| Annotation::parse(value));
            read.map(|read| read.map_err(|why| format!("-{flag} {why}"))).collect()
        };
        let names = |flag: &str, values: &[String]| -> Result<Vec<String>, String> {
            for value in values {
                secret_name(value).map_err(|why| format!("-{flag} {why}"))?;
            }
            Ok(values.to_vec())
        };
        Ok(Request {
            basic_git: annotations("basic-git", &self.basic_git)?,
            ssh_git: annotations("ssh-git", &self.ssh_git)?,
            basic_docker: annotations("basic-docker", &self.basic_docker)?,
            docker_config: names("docker-config", &self.docker_config)?,
            docker_cfg: names("docker-cfg", &self.docker_cfg)?,
        })
    }
}
