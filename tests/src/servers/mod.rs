//! Real servers on this machine, each ended when it is dropped.

mod certificates;
mod git_daemon;
mod http_backend;
mod lfs;
mod process;
mod registry;
mod sshd;
mod tinyproxy;

pub use certificates::Certificates;
pub use git_daemon::GitDaemon;
pub use http_backend::HttpBackend;
pub use lfs::{LfsRequest, LfsRules, LfsServer};
pub use process::git_exec_path;
pub use registry::{OTHER, Registry, USER};
pub use sshd::Sshd;
pub use tinyproxy::Tinyproxy;
