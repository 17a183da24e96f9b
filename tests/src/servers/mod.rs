//! Real servers on this machine, each ended when it is dropped.

mod certificates;
mod git_daemon;
mod http;
mod http_backend;
mod lfs;
mod process;
mod registry;
mod sshd;
mod tinyproxy;
mod tokens;

pub use certificates::Certificates;
pub use git_daemon::GitDaemon;
pub use http::HttpRequest;
pub use http_backend::HttpBackend;
pub use lfs::{LfsRules, LfsServer};
pub use process::git_exec_path;
pub use registry::{OTHER, Registry, USER};
pub use sshd::Sshd;
pub use tinyproxy::Tinyproxy;
pub use tokens::TokenServer;
