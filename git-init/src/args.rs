//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Parser;

use crate::duration::GoDuration;
use crate::retry::Retry;

/// Puts a git revision on disk.
#[derive(Debug, Parser)]
#[command(
    name = "git-init",
    version,
    args_override_self = true,
    override_usage = "git-init -url URL [-revision REVISION] [-path FOLDER] [FLAG...]",
    after_help = "Example:\n  git-init -url https://github.com/git/git -revision v2.50.0 -path /workspace/git"
)]
pub struct Args {
    /// Where the repository is: https, http, ssh, git or file URL, user@host:path, or a local folder
    #[arg(long, value_name = "URL", default_value = "", hide_default_value = true)]
    pub url: String,

    /// Branch, tag, full ref or commit; without it the remote's HEAD
    #[arg(long, value_name = "REVISION", default_value = "", hide_default_value = true)]
    pub revision: String,

    /// The folder to fill, made if missing; without it the current folder
    #[arg(long, value_name = "FOLDER", default_value = "", hide_default_value = true)]
    pub path: OsString,

    /// How often a fetch is tried when the network or the server fails
    #[arg(long = "retryMaxAttempts", value_name = "N", default_value_t = 3)]
    pub retry_max_attempts: u32,

    /// The pause before the second attempt, such as 500ms or 1m30s
    #[arg(long = "retryInitial", value_name = "DURATION", default_value = "1s")]
    pub retry_initial: GoDuration,

    /// The longest pause between two attempts
    #[arg(long = "retryMax", value_name = "DURATION", default_value = "10s")]
    pub retry_max: GoDuration,

    /// How many times as long as the one before each pause is
    #[arg(long = "retryFactor", value_name = "FACTOR", default_value_t = 2.0)]
    pub retry_factor: f64,
}

impl Args {
    /// How to go on after a failure of the network.
    pub fn retry(&self) -> Retry {
        Retry {
            attempts: self.retry_max_attempts.max(1),
            initial: self.retry_initial.0,
            max: self.retry_max.0,
            factor: self.retry_factor,
        }
    }

    /// The folder to fill.
    pub fn folder(&self) -> PathBuf {
        if self.path.is_empty() { PathBuf::from(".") } else { PathBuf::from(&self.path) }
    }
}
