//! The command line.

use std::path::PathBuf;

use clap::Parser;

/// Puts a git revision on disk.
#[derive(Debug, Parser)]
#[command(
    name = "git-init",
    version,
    args_override_self = true,
    override_usage = "git-init -url URL [-revision REVISION] [-path FOLDER]",
    after_help = "Example:\n  git-init -url https://github.com/git/git -revision v2.50.0 -path /workspace/git"
)]
pub struct Args {
    /// Where the repository is: https, http, ssh, git or file URL, user@host:path, or a local folder
    #[arg(long, value_name = "URL", required = true)]
    pub url: String,

    /// Branch, tag, full ref or commit; without it the remote's HEAD
    #[arg(long, value_name = "REVISION", default_value = "", hide_default_value = true)]
    pub revision: String,

    /// The folder to fill, made if missing; without it the current folder
    #[arg(long, value_name = "FOLDER", default_value = "", hide_default_value = true)]
    pub path: PathBuf,
}

impl Args {
    /// The folder to fill.
    pub fn folder(&self) -> PathBuf {
        if self.path.as_os_str().is_empty() { PathBuf::from(".") } else { self.path.clone() }
    }
}
