//! The credential files of a home folder: what each looks like, and how a secret gets into it.
//!
//! [`plan`] says what the files of a home have to hold for the secrets and annotations of a service account;
//! it reads and checks everything and writes nothing. [`home::Home::write`] then writes all of it. What is
//! written can be read back: [`git_credentials::find`] and [`ssh_config::Resolved`] are for programs that
//! talk to git hosts without git or ssh.

pub mod annotation;
mod asked;
pub mod block;
pub mod cluster;
mod docker;
pub mod git;
pub mod git_credentials;
pub mod git_url;
pub mod gitconfig;
pub mod home;
pub mod percent;
mod plan;
pub mod secrets;
mod ssh;
pub mod ssh_config;
pub mod ssh_target;

pub use asked::Asked;
pub use plan::{CredentialFile, Plan, Request, plan};
