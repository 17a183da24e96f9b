//! The server of a clone, which an attempt connects to as often as it takes.

use git2::{Remote, RemoteConnection, Repository};

use crate::advertised::{self, Advertised};
use crate::failure::{Failure, Stage};
use crate::location::Server;
use crate::object_format;
use crate::session::Session;

/// libgit2's (and git's) depth for making a shallow clone whole.
const UNSHALLOW: i32 = i32::MAX;

/// Where objects come from, and the clone that they go to.
pub struct Source<'a> {
    /// The clone.
    pub repository: &'a Repository,
    /// The server.
    pub server: &'a Server,
    /// How it is talked to.
    pub session: &'a Session<'a>,
}

impl<'a> Source<'a> {
    /// What connections are made of.
    ///
    /// # Errors
    /// When the URL is none.
    pub fn remote(&self) -> Result<Remote<'a>, Failure> {
        self.repository
            .remote_anonymous(&self.server.url)
            .map_err(|error| self.at(Failure::local(Stage::Prepare, error.message(), "is -url right?")))
    }

    /// Connects, and reads the refs that the server shows, whose hashes the clone can take.
    ///
    /// # Errors
    /// A [`Failure`] that says how far it came.
    pub fn connect<'remote>(
        &self,
        remote: &'remote mut Remote<'a>,
    ) -> Result<(RemoteConnection<'a, 'remote, 'a>, Vec<Advertised>), Failure> {
        let connection = self.session.connect(remote)?;
        let failed = |error: git2::Error| self.at(Failure::local(Stage::Fetch, error.message(), ""));
        let heads = connection.list().map_err(failed)?;
        object_format::agree(self.repository, heads).map_err(|failure| self.at(failure))?;
        let shown = advertised::read(heads);
        Ok((connection, shown))
    }

    /// The depth that is all of the history: of a clone that is shallow already it has to be asked for.
    pub fn whole(&self) -> i32 {
        if self.repository.is_shallow() { UNSHALLOW } else { 0 }
    }

    /// The failure with the server's name.
    pub fn at(&self, failure: Failure) -> Failure {
        failure.at(&self.server.host)
    }
}
