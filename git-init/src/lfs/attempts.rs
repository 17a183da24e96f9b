//! Getting objects from a server, a hundred at a time, and trying again what may go better.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};

use git2::Repository;

use super::batch;
use super::client::Client;
use super::download::download;
use super::endpoint::Endpoint;
use super::files::PointerFile;
use super::logins::Logins;
use super::missing;
use super::parallel;
use super::pointer::Pointer;
use super::ssh::{self, Grant};
use super::store::Store;
use super::trouble::Trouble;
use crate::failure::{Again, Failure, Stage};
use crate::location::{Location, Scheme, Server};
use crate::plan::Plan;
use crate::progress::Progress;
use crate::stop;

/// How many objects a request asks for: what git-lfs asks for, and what servers take.
const BATCH: usize = 100;

/// What is wanted, and for whom.
pub struct Errand<'a> {
    /// The clone.
    pub repository: &'a Repository,
    /// Where the clone came from.
    pub location: &'a Location,
    /// The branch or tag that is checked out, by its full name.
    pub reference: Option<&'a str>,
    /// How to fetch.
    pub plan: &'a Plan<'a>,
    /// Where the objects go.
    pub store: &'a Store,
    /// The files that they are for.
    pub files: &'a [PointerFile],
}

/// Fetches the objects that are `left`, and takes them away from there.
///
/// # Errors
/// When the server does not give them all.
pub fn fetch(errand: &Errand<'_>, endpoint: &Endpoint, left: &mut BTreeSet<&Pointer>) -> Result<(), Failure> {
    let mut servers: Vec<&Server> = vec![&endpoint.server];
    if let Location::Network(server) = errand.location {
        servers.push(server);
    }
    let client = Client::new(errand.repository, Logins::read(&servers), errand.plan)?;
    let mut run = Run {
        errand,
        endpoint,
        client,
        refused: BTreeMap::new(),
        progress: Progress::new(),
        of: left.len(),
        done: 0,
        bytes: AtomicU64::new(0),
    };
    let all: Vec<&Pointer> = left.iter().copied().collect();
    for some in all.chunks(BATCH) {
        run.in_attempts(some.to_vec())?;
    }
    if !run.refused.is_empty() {
        return Err(missing::failure(&run.refused, errand.files).at(&endpoint.server.host));
    }
    left.clear();
    Ok(())
}

/// What has happened so far.
struct Run<'a, 'p> {
    errand: &'a Errand<'a>,
    endpoint: &'a Endpoint,
    client: Client,
    /// The objects that are not to be had, each with what the server says.
    refused: BTreeMap<&'p Pointer, String>,
    progress: Progress,
    of: usize,
    done: usize,
    bytes: AtomicU64,
}

impl<'p> Run<'_, 'p> {
    /// Fetches up to a hundred objects, the rest again where the network failed.
    fn in_attempts(&mut self, mut left: Vec<&'p Pointer>) -> Result<(), Failure> {
        let mut attempts = 1;
        loop {
            let trouble = match self.attempt(&left) {
                Ok((_, None)) => return Ok(()),
                Ok((rest, Some(trouble))) => {
                    left = rest;
                    trouble
                }
                Err(trouble) => trouble,
            };
            let retry = &self.errand.plan.retry;
            if trouble.failure.again != Again::Later || attempts >= retry.attempts || !stop::go_on() {
                return Err(trouble.failure);
            }
            retry.wait(attempts, &trouble.failure, trouble.pause.unwrap_or_default());
            attempts += 1;
        }
    }

    /// Asks for all that is `wanted` once; gives what may come at another attempt, and why it did not at this one.
    fn attempt(&mut self, wanted: &[&'p Pointer]) -> Result<(Vec<&'p Pointer>, Option<Trouble>), Trouble> {
        let Self { errand, endpoint, client, .. } = self;
        let grant = match endpoint.server.scheme {
            Scheme::Ssh => ssh::ask(&endpoint.server)?,
            _ => Grant::default(),
        };
        let url = grant.url.unwrap_or_else(|| endpoint.url.clone());
        let offers = batch::ask(client, &url, &grant.headers, errand.reference, wanted)?;
        let mut later = Later::default();
        let mut jobs = Vec::with_capacity(offers.len());
        for (pointer, offer) in offers {
            match offer {
                Ok(job) => jobs.push(job),
                Err(trouble) => self.failed(pointer, trouble.at(&url), &mut later)?,
            }
        }
        let Self { errand, client, bytes, progress, of, done, .. } = self;
        let (so_far, of, bytes) = (*done, *of, &*bytes);
        let results = parallel::run(
            &jobs,
            |job| download(client, errand.store, job, bytes),
            |done| progress.large_files(so_far + done, of, bytes.load(Ordering::Relaxed)),
        );
        if results.len() < jobs.len() {
            return Err(Failure::local(Stage::Fetch, "stopped", "").into());
        }
        for (job, result) in results {
            match result {
                Ok(()) => self.done += 1,
                Err(trouble) => self.failed(job.pointer, trouble, &mut later)?,
            }
        }
        Ok((later.left, later.why))
    }

    /// Notes that an object did not come. What only it is to blame for is told when all others are there.
    fn failed(
        &mut self,
        pointer: &'p Pointer,
        trouble: Trouble,
        later: &mut Later<'p>,
    ) -> Result<(), Trouble> {
        match (trouble.failure.again, trouble.failure.stage) {
            (Again::Later, _) => {
                later.left.push(pointer);
                // The longest pause that was asked for is the one that all wait for.
                if later.why.as_ref().is_none_or(|why| why.pause < trouble.pause) {
                    later.why = Some(trouble);
                }
            }
            (_, Stage::Fetch) => {
                self.refused.insert(pointer, trouble.failure.cause);
            }
            _ => return Err(trouble),
        }
        Ok(())
    }
}

/// What may come at another attempt.
#[derive(Default)]
struct Later<'p> {
    left: Vec<&'p Pointer>,
    why: Option<Trouble>,
}
