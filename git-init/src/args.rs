//! The command line.

use std::convert::Infallible;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::Parser;
use goflags::{GoDuration, boolean as go_bool};

use crate::plan::Plan;
use crate::refspec::Refspec;
use crate::retry::Retry;

/// Puts a git revision on disk.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
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
    #[arg(long, value_name = "REVISION", default_value = "", hide_default_value = true, value_parser = trimmed)]
    pub revision: String,

    /// The refs to fetch, such as "refs/pull/1/head:refs/heads/pr"; -revision is then looked for among them
    #[arg(long, value_name = "REFSPECS", default_value = "", hide_default_value = true)]
    pub refspec: String,

    /// Refuse a commit that is not in the history of this branch, tag or full ref
    #[arg(long = "verifyRef", value_name = "REF", default_value = "", hide_default_value = true)]
    pub verify_ref: String,

    /// The folder to fill, made if missing; without it the current folder
    #[arg(long, value_name = "FOLDER", default_value = "", hide_default_value = true)]
    pub path: OsString,

    /// Fill the submodules, and theirs
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_value = "true",
        default_missing_value = "true", value_parser = go_bool, action = clap::ArgAction::Set)]
    pub submodules: bool,

    /// Only the submodules at these paths, such as lib/a,lib/b
    #[arg(long = "submodulePaths", value_name = "PATHS", default_value = "", hide_default_value = true)]
    pub submodule_paths: String,

    /// Fetch the files of git LFS; without it they stay pointers
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_value = "false",
        default_missing_value = "true", value_parser = go_bool, action = clap::ArgAction::Set)]
    pub lfs: bool,

    /// Check out only what these patterns fit, such as docs,/src/lib
    #[arg(
        long = "sparseCheckoutDirectories",
        value_name = "PATTERNS",
        default_value = "",
        hide_default_value = true
    )]
    pub sparse_checkout_directories: String,

    /// How many commits of history to fetch; 0 is all of it
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(i32).range(0..))]
    pub depth: i32,

    /// Check the certificate of an https server
    #[arg(long = "sslVerify", value_name = "BOOL", num_args = 0..=1, require_equals = true, default_value = "true",
        default_missing_value = "true", value_parser = go_bool, action = clap::ArgAction::Set)]
    pub ssl_verify: bool,

    /// The CA certificates to trust (PEM); without it those of the environment, else the machine's
    #[arg(long = "caFile", value_name = "FILE", default_value = "", hide_default_value = true)]
    pub ca_file: OsString,

    /// The proxy for http URLs; without it the environment's
    #[arg(long = "httpProxy", value_name = "URL", default_value = "", hide_default_value = true)]
    pub http_proxy: OsString,

    /// The proxy for https URLs; without it the environment's
    #[arg(long = "httpsProxy", value_name = "URL", default_value = "", hide_default_value = true)]
    pub https_proxy: OsString,

    /// Hosts to reach without a proxy; without it the environment's
    #[arg(long = "noProxy", value_name = "HOSTS", default_value = "", hide_default_value = true)]
    pub no_proxy: OsString,

    /// Delete what is in the folder first, whatever it is
    #[arg(long = "deleteExisting", value_name = "BOOL", num_args = 0..=1, require_equals = true,
        default_value = "false", default_missing_value = "true", value_parser = go_bool,
        action = clap::ArgAction::Set)]
    pub delete_existing: bool,

    /// Write commit and url there as Tekton results
    #[arg(
        long = "terminationMessagePath",
        value_name = "FILE",
        default_value = "",
        hide_default_value = true
    )]
    pub termination_message_path: OsString,

    /// After an error say it once more for people, with hints and with git commands that do the same
    #[arg(long = "userFriendlyErrors", value_name = "BOOL", num_args = 0..=1, require_equals = true,
        default_value = "true", default_missing_value = "true", value_parser = go_bool,
        action = clap::ArgAction::Set)]
    pub user_friendly_errors: bool,

    /// Give up after this long, such as 10m; 0 is never
    #[arg(long, value_name = "DURATION", default_value = "0")]
    pub timeout: GoDuration,

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

/// A name as it is meant: a parameter often brings a line's end along, and no ref has a space.
#[expect(clippy::unnecessary_wraps, reason = "what a parser returns")]
fn trimmed(text: &str) -> Result<String, Infallible> {
    Ok(text.trim().to_owned())
}

impl Args {
    /// The submodules to fill; empty for all.
    pub fn chosen_submodules(&self) -> Vec<PathBuf> {
        let paths = self.submodule_paths.split(',').map(|path| path.trim().trim_end_matches('/'));
        paths.filter(|path| !path.is_empty()).map(PathBuf::from).collect()
    }

    /// How to fetch, the refs by `refspecs`.
    pub fn plan<'a>(&'a self, refspecs: &'a [Refspec]) -> Plan<'a> {
        let retry = Retry {
            attempts: self.retry_max_attempts.max(1),
            initial: self.retry_initial.0,
            max: self.retry_max.0,
            factor: self.retry_factor,
        };
        Plan {
            revision: &self.revision,
            refspecs,
            verify_ref: &self.verify_ref,
            depth: self.depth,
            ssl_verify: self.ssl_verify,
            ca_file: &self.ca_file,
            lfs: self.lfs,
            retry,
        }
    }

    /// The folder to fill.
    pub fn folder(&self) -> &Path {
        folder(&self.path)
    }
}

/// The folder that `-path` names.
pub fn folder(path: &OsStr) -> &Path {
    Path::new(if path.is_empty() { OsStr::new(".") } else { path })
}
