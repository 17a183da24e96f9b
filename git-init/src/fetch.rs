//! Getting a revision's objects from a server by the cheapest way that works.

use std::thread::sleep;

use git2::{Oid, Remote, RemoteConnection, Repository};
use serde_json::json;

use crate::advertised::{self, Advertised};
use crate::failure::{Again, Failure, Stage};
use crate::location::Server;
use crate::retry::Retry;
use crate::revision::{self, Wanted};
use crate::session::Session;
use crate::{log, refs, stop};

/// How many commits of history are fetched.
const DEPTH: i32 = 1;

/// The refs that are fetched with all of their history, in turn, until the commit is there.
const EVERYTHING: [(&str, &[&str]); 2] = [
    ("all branches and tags", &["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"]),
    ("all refs", &["+refs/*:refs/*"]),
];

/// Fetches `revision` into `repository` and updates its refs; gives what the revision means, and the commit.
/// What fails by the network is tried again.
///
/// # Errors
/// A [`Failure`] that says how far it came.
pub fn fetch(
    repository: &Repository,
    server: &Server,
    revision: &str,
    retry: &Retry,
) -> Result<(Wanted, Oid), Failure> {
    let session = Session::new(server);
    let mut attempts = 1;
    loop {
        let failure = match attempt(repository, server, &session, revision) {
            Ok(fetched) => return Ok(fetched),
            Err(failure) => failure,
        };
        match failure.again {
            Again::Now if stop::go_on() => {}
            Again::Later if stop::go_on() && attempts < retry.attempts => {
                let pause = retry.pause(attempts);
                attempts += 1;
                let message = format!("{failure}; attempt {attempts} of {} in {pause:.1?}", retry.attempts);
                log::warn(&message);
                sleep(pause);
                session.start_over();
            }
            _ => return Err(failure),
        }
    }
}

fn attempt(
    repository: &Repository,
    server: &Server,
    session: &Session<'_>,
    revision: &str,
) -> Result<(Wanted, Oid), Failure> {
    let mut remote = repository.remote_anonymous(&server.url).map_err(|error| {
        Failure::local(Stage::Prepare, error.message(), "is -url right?").at(&server.host)
    })?;
    let mut connection = session.connect(&mut remote)?;
    let shown = shown(&connection, server)?;
    let wanted = revision::resolve(&shown, revision).map_err(|failure| failure.at(&server.host))?;
    match &wanted {
        Wanted::Ref { name, oid } => {
            if !refs::is_at(repository, &wanted, *oid) {
                session.download(&mut connection, &[&format!("+{name}")], DEPTH)?;
            }
        }
        Wanted::Commit(oid) => {
            if !refs::is_at(repository, &wanted, *oid) && !one_commit(session, &mut connection, &shown, *oid)?
            {
                drop(connection);
                everything(session, &mut remote, || repository.find_commit(*oid).is_ok())?;
            }
        }
        Wanted::Abbreviated(digits) => {
            log::info(
                &format!("{digits} is no ref; as a short hash it takes all commits to complete"),
                &json!({}),
            );
            drop(connection);
            everything(session, &mut remote, || repository.find_commit_by_prefix(digits).is_ok())?;
        }
    }
    let commit = refs::commit(repository, &wanted).map_err(|failure| failure.at(&server.host))?;
    refs::update(repository, &wanted, commit, &shown)?;
    Ok((wanted, commit))
}

/// The refs that the server shows.
fn shown(connection: &RemoteConnection<'_, '_, '_>, server: &Server) -> Result<Vec<Advertised>, Failure> {
    let heads = connection
        .list()
        .map_err(|error| Failure::local(Stage::Fetch, error.message(), "").at(&server.host))?;
    Ok(advertised::read(heads))
}

/// Asks for one commit without its history; says whether the server gave it.
fn one_commit(
    session: &Session<'_>,
    connection: &mut RemoteConnection<'_, '_, '_>,
    shown: &[Advertised],
    oid: Oid,
) -> Result<bool, Failure> {
    // A ref is what any server gives; the hash alone not every one does.
    let by_ref = shown.iter().find(|shown| shown.oid == oid && !shown.name.ends_with("^{}"));
    let asked = match by_ref {
        Some(by_ref) => format!("+{}", by_ref.name),
        None => oid.to_string(),
    };
    match session.download(connection, &[&asked], DEPTH) {
        Ok(()) => Ok(true),
        Err(failure) if failure.stage == Stage::Fetch && by_ref.is_none() && stop::go_on() => {
            log::info(&format!("the server does not give the commit {oid} by its hash"), &failure.fields());
            Ok(false)
        }
        Err(failure) => Err(failure),
    }
}

/// Fetches more and more until the commit is `there`.
fn everything(
    session: &Session<'_>,
    remote: &mut Remote<'_>,
    there: impl Fn() -> bool,
) -> Result<(), Failure> {
    for (name, wanted) in EVERYTHING {
        log::info(&format!("fetching {name} with their history"), &json!({}));
        let mut connection = session.connect(remote)?;
        session.download(&mut connection, wanted, 0)?;
        if there() {
            return Ok(());
        }
    }
    // Whoever asks for the commit next says that it is not there.
    Ok(())
}
