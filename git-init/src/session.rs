//! Talking to a server: connecting, and downloading what is wanted.

use std::cell::RefCell;

use git2::{AutotagOption, Direction, FetchOptions, ProxyOptions, Remote, RemoteCallbacks, RemoteConnection};

use crate::credentials::Credentials;
use crate::explain::explain;
use crate::failure::{Failure, Stage};
use crate::fused::Receiving;
use crate::location::Server;
use crate::progress::Progress;
use crate::{first_key, hostkey, stop};

/// What it takes to talk to one server.
pub struct Session<'a> {
    server: &'a Server,
    ssl_verify: bool,
    credentials: RefCell<Credentials>,
    progress: RefCell<Progress>,
    /// What packs come to.
    pub receiving: &'a Receiving,
}

impl<'a> Session<'a> {
    /// Nothing is sent yet.
    pub fn new(server: &'a Server, ssl_verify: bool, receiving: &'a Receiving) -> Self {
        let (credentials, progress) = (Credentials::read(server), Progress::new());
        Self {
            server,
            ssl_verify,
            credentials: RefCell::new(credentials),
            progress: RefCell::new(progress),
            receiving,
        }
    }

    /// Connects, so that the refs of the server can be read.
    ///
    /// # Errors
    /// A [`Failure`] that says how far it came.
    pub fn connect<'repo, 'remote, 'session>(
        &'session self,
        remote: &'remote mut Remote<'repo>,
    ) -> Result<RemoteConnection<'repo, 'remote, 'session>, Failure> {
        // The URL's is tried before any key, where the server says that it takes one.
        let password = self.server.user.as_ref().is_some_and(|user| user.contains(':'));
        first_key::will_be(!password && self.credentials.borrow().left());
        remote
            .connect_auth(Direction::Fetch, Some(self.callbacks()), Some(proxy()))
            .map_err(|error| self.explain(&error, Stage::Connect))
    }

    /// Forgets which credentials were tried.
    pub fn start_over(&self) {
        *self.credentials.borrow_mut() = Credentials::read(self.server);
    }

    /// Downloads the objects of the refs or commits `wanted`, the last `depth` commits of each; 0 is all.
    ///
    /// # Errors
    /// A [`Failure`] that says how far it came.
    pub fn download(
        &self,
        connection: &mut RemoteConnection<'_, '_, '_>,
        wanted: &[&str],
        depth: i32,
    ) -> Result<(), Failure> {
        let mut options = FetchOptions::new();
        options
            .remote_callbacks(self.callbacks())
            .proxy_options(proxy())
            .download_tags(AutotagOption::None)
            .depth(depth);
        self.receiving
            .during(|| connection.remote().download(wanted, Some(&mut options)))
            .map_err(|error| self.explain(&error, Stage::Fetch))
    }

    fn callbacks(&self) -> RemoteCallbacks<'_> {
        let mut callbacks = RemoteCallbacks::new();
        callbacks
            .credentials(|url, user, allowed| self.credentials.borrow_mut().next(url, user, allowed))
            .certificate_check(|certificate, _| Ok(hostkey::check(certificate, self.server, self.ssl_verify)))
            .transfer_progress(|stats| {
                self.progress.borrow_mut().received(&stats);
                stop::go_on()
            })
            .sideband_progress(|_| stop::go_on());
        callbacks
    }

    fn explain(&self, error: &git2::Error, stage: Stage) -> Failure {
        explain(error, stage, self.server, &self.credentials.borrow())
    }
}

/// The proxy that git's configuration or the environment names.
fn proxy<'a>() -> ProxyOptions<'a> {
    let mut proxy = ProxyOptions::new();
    proxy.auto();
    proxy
}
