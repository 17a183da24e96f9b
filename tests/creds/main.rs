//! `creds-init`, judged by those who read what it writes: git, ssh, skopeo, and servers that ask for credentials.
#![allow(clippy::unwrap_used)] // what fails here fails the test, in the harness as in the test itself

mod docker; // docker's config.json: skopeo and a registry
mod files; // modes, links, what was there before, running twice
mod git_http; // git and a web server
mod git_ssh; // git, ssh and an sshd
mod refusals; // what it does not do, and what it says then
mod repositories; // something to clone
mod scene; // a home, secrets, and creds-init between them
mod server; // servers of a test's own
mod silence; // no secret in what it says
mod sshd; // an sshd with a key for every repository
mod web; // a web server with git behind it
