//! The command line.

use std::path::PathBuf;

use clap::Parser;
use creds_init::Asked;

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
    #[command(flatten)]
    pub asked: Asked,

    /// Write NAME/kubeconfig for this cluster into the working directory, and nothing else; TOKEN, USERNAME, PASSWORD
    /// and CADATA in the environment go before what JSON says
    #[arg(long = "cluster-config", value_name = "JSON", overrides_with = "cluster_config")]
    pub cluster_config: Option<String>,

    /// Where the secrets are mounted, each in a folder of its name
    #[arg(long = "secrets_dir", value_name = "DIR", default_value = "/var/build-secrets")]
    #[arg(overrides_with = "secrets_dir")]
    pub secrets_dir: PathBuf,
}
