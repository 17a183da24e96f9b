//! The sample repository behind a server: `r.git` in the folder of the test.

use tests::{Certificates, GitDaemon, HttpBackend};

use crate::clone::Bench;
use crate::repository::Repository;

/// Behind git's own daemon.
pub fn by_daemon() -> (Bench, Repository, GitDaemon) {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let server = GitDaemon::start(bench.root());
    (bench, repository, server)
}

/// Behind a web server, where a name and a password are asked for below `/private/` alone.
pub fn over_http() -> (Bench, Repository, HttpBackend) {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let server = HttpBackend::start(bench.root(), ("u", "p"), None);
    (bench, repository, server)
}

/// The same with TLS, by the authority that comes along.
pub fn over_https() -> (Bench, Repository, HttpBackend, Certificates) {
    let bench = Bench::new();
    let repository = Repository::sample(bench.root(), "r.git");
    let certificates = Certificates::make(bench.root());
    let server = HttpBackend::start(bench.root(), ("u", "p"), Some(&certificates.server));
    (bench, repository, server, certificates)
}
