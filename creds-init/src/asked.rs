//! The flags that say which secrets are for what.

use crate::Request;
use crate::annotation::{Annotation, secret_name};

/// What the controller asks for, flag by flag; each may be given again and again.
#[derive(Debug, Default, clap::Args)]
pub struct Asked {
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
}

impl Asked {
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
