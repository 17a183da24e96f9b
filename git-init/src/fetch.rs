//! Getting a revision's objects from a server by the cheapest way that works.

use std::time::Duration;

use git2::{Oid, Remote, RemoteConnection, Repository};
use serde_json::json;

use crate::advertised::{self, Advertised};
use crate::branch::Origin;
use crate::connected::{History, Known};
use crate::failure::{Again, Failure, Stage};
use crate::fused::Receiving;
use crate::location::Server;
use crate::mapped::Mapped;
use crate::plan::Plan;
use crate::revision::{self, Wanted};
use crate::session::Session;
use crate::verify::Verified;
use crate::{connected, fetched, leftovers, log, mapped, object_format, refs, stop};

/// libgit2's (and git's) depth for making a shallow clone whole.
const UNSHALLOW: i32 = i32::MAX;

/// The refs that are fetched with all of their history, in turn, until the commit is there.
const EVERYTHING: [(&str, &[&str]); 2] = [
    ("all branches and tags", &["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"]),
    ("all refs", &["+refs/*:refs/*"]),
];

/// Fetches what `plan` names into `repository` and updates its refs; gives what the revision means, and the commit.
/// A first clone is configured for its `origin` meanwhile.
/// What fails by the network is tried again.
///
/// # Errors
/// A [`Failure`] that says how far it came.
pub fn fetch(
    repository: &mut Repository,
    server: &Server,
    plan: &Plan<'_>,
    origin: &Origin<'_>,
    receiving: &Receiving,
) -> Result<(Wanted, Oid), Failure> {
    leftovers::remove(repository);
    // Opened while the server is waited for, and kept: an object is looked for between its answer and the next request.
    drop(repository.odb());
    let session = Session::new(server, plan.ssl_verify, receiving);
    let (mut attempts, mut adopted) = (1, false);
    loop {
        let failure = match attempt(repository, server, &session, plan, origin) {
            Ok(fetched) => return Ok(fetched),
            Err(failure) => failure,
        };
        match failure.again {
            Again::Now if stop::go_on() => {}
            // Once: a server that changes its mind is not followed.
            Again::InFormat(format) if !adopted => {
                object_format::adopt(repository, format).map_err(|failure| failure.at(&server.host))?;
                adopted = true;
                session.start_over();
            }
            Again::Later if stop::go_on() && attempts < plan.retry.attempts => {
                plan.retry.wait(attempts, &failure, Duration::ZERO);
                attempts += 1;
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
    plan: &Plan<'_>,
    origin: &Origin<'_>,
) -> Result<(Wanted, Oid), Failure> {
    // Where a clone was shallow its refs say nothing of what was behind them.
    let before = if repository.is_shallow() { History::Unknown } else { History::Before };
    let known = |commit| Known {
        files: session.receiving.has_files(commit),
        history: if session.receiving.has_history() { History::Whole } else { before },
    };
    let mut remote = anonymous(repository, server)?;
    let (mut connection, shown) = connect(repository, server, session, &mut remote)?;
    if !plan.refspecs.is_empty() {
        let (mapped, wanted, commit) = by_refspecs(repository, session, &mut connection, &shown, plan)
            .map_err(|failure| failure.at(&server.host))?;
        drop(connection);
        connected::check(repository, commit, &known(commit)).map_err(|failure| failure.at(&server.host))?;
        verify(repository, server, session, plan, &shown, commit)?;
        fetched::update(repository, &mapped, &shown, &wanted)?;
        return Ok((wanted, commit));
    }
    let wanted = revision::resolve(&shown, plan.revision, repository.object_format())
        .map_err(|failure| failure.at(&server.host))?;
    let depth = if plan.depth == 0 { whole(repository) } else { plan.depth };
    let deep_enough = || plan.depth == 1 || !repository.is_shallow();
    let there = |oid| !origin.first && deep_enough() && refs::is_at(repository, &wanted, oid);
    match &wanted {
        Wanted::Ref { name, oid } => {
            if !there(*oid) {
                let asked = format!("+{name}");
                let download = || session.download(&mut connection, &[&asked], depth);
                origin.meanwhile(
                    repository,
                    &wanted,
                    || session.receiving.expect(repository, *oid),
                    download,
                )?;
            }
        }
        Wanted::Commit(oid) => {
            let expect = || session.receiving.expect(repository, *oid);
            let download = || one_commit(session, &mut connection, &shown, *oid, depth);
            if !there(*oid) && !origin.meanwhile(repository, &wanted, expect, download)? {
                drop(connection);
                everything(repository, server, session, &mut remote, || {
                    repository.find_commit(*oid).is_ok()
                })?;
            }
        }
        // Only refspecs make one.
        Wanted::Own { .. } => {}
        Wanted::Abbreviated(digits) => {
            log::info(
                &format!("{digits} is no ref; as a short hash it takes all commits to complete"),
                &json!({}),
            );
            drop(connection);
            everything(repository, server, session, &mut remote, || {
                repository.find_commit_by_prefix(digits).is_ok()
            })?;
        }
    }
    let commit = refs::commit(repository, &wanted).map_err(|failure| failure.at(&server.host))?;
    connected::check(repository, commit, &known(commit)).map_err(|failure| failure.at(&server.host))?;
    verify(repository, server, session, plan, &shown, commit)?;
    refs::update(repository, &wanted, commit, &shown, origin.new_refs(repository))?;
    Ok((wanted, commit))
}

/// Fetches what the refspecs select, and finds the revision in it.
fn by_refspecs(
    repository: &Repository,
    session: &Session<'_>,
    connection: &mut RemoteConnection<'_, '_, '_>,
    shown: &[Advertised],
    plan: &Plan<'_>,
) -> Result<(Vec<Mapped>, Wanted, Oid), Failure> {
    let mapped = mapped::map(plan.refspecs, shown, repository.object_format())?;
    let asked = mapped::asked(plan.refspecs, &mapped);
    let depth = if plan.depth == 0 { whole(repository) } else { plan.depth };
    if !mapped.is_empty() {
        session.download(connection, &asked.iter().map(String::as_str).collect::<Vec<_>>(), depth)?;
    }
    let wanted = fetched::revision(repository, &mapped, shown, plan.revision)?;
    let commit = refs::commit(repository, &wanted)?;
    Ok((mapped, wanted, commit))
}

/// Holds the commit against `-verifyRef`, for which as much of the ref's history is fetched as it takes.
fn verify(
    repository: &Repository,
    server: &Server,
    session: &Session<'_>,
    plan: &Plan<'_>,
    refs: &[Advertised],
    commit: Oid,
) -> Result<(), Failure> {
    if plan.verify_ref.is_empty() {
        return Ok(());
    }
    let mut remote = anonymous(repository, server)?;
    let mut fetch = |name: &str, depth: Option<i32>| {
        let (mut connection, shown) = connect(repository, server, session, &mut remote)?;
        let depth = depth.unwrap_or_else(|| whole(repository));
        session.download(&mut connection, &[&format!("+{name}")], depth)?;
        Ok(shown)
    };
    Verified { name: plan.verify_ref, commit, stepwise: plan.depth == 1 }
        .check(repository, refs, &mut fetch)
        .map_err(|failure| failure.at(&server.host))
}

fn anonymous<'repo>(repository: &'repo Repository, server: &Server) -> Result<Remote<'repo>, Failure> {
    repository
        .remote_anonymous(&server.url)
        .map_err(|error| Failure::local(Stage::Prepare, error.message(), "is -url right?").at(&server.host))
}

/// The depth that is all of the history: of a clone that is shallow already it has to be asked for.
fn whole(repository: &Repository) -> i32 {
    if repository.is_shallow() { UNSHALLOW } else { 0 }
}

/// Connects, and reads the refs that the server shows, whose hashes the clone can take.
fn connect<'repo, 'remote, 'session>(
    repository: &Repository,
    server: &Server,
    session: &'session Session<'_>,
    remote: &'remote mut Remote<'repo>,
) -> Result<(RemoteConnection<'repo, 'remote, 'session>, Vec<Advertised>), Failure> {
    let connection = session.connect(remote)?;
    let failed = |error: git2::Error| Failure::local(Stage::Fetch, error.message(), "").at(&server.host);
    let heads = connection.list().map_err(failed)?;
    object_format::agree(repository, heads).map_err(|failure| failure.at(&server.host))?;
    let shown = advertised::read(heads);
    Ok((connection, shown))
}

/// Asks for one commit and `depth` of its history; says whether the server gave it.
fn one_commit(
    session: &Session<'_>,
    connection: &mut RemoteConnection<'_, '_, '_>,
    shown: &[Advertised],
    oid: Oid,
    depth: i32,
) -> Result<bool, Failure> {
    // A ref is what any server gives; the hash alone not every one does.
    let by_ref = shown.iter().find(|shown| shown.oid == oid && !shown.name.ends_with("^{}"));
    let asked = match by_ref {
        Some(by_ref) => format!("+{}", by_ref.name),
        None => oid.to_string(),
    };
    match session.download(connection, &[&asked], depth) {
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
    repository: &Repository,
    server: &Server,
    session: &Session<'_>,
    remote: &mut Remote<'_>,
    there: impl Fn() -> bool,
) -> Result<(), Failure> {
    let whole = whole(repository);
    for (name, wanted) in EVERYTHING {
        log::info(&format!("fetching {name} with their history"), &json!({}));
        let (mut connection, _) = connect(repository, server, session, remote)?;
        session.download(&mut connection, wanted, whole)?;
        if there() {
            return Ok(());
        }
    }
    // Whoever asks for the commit next says that it is not there.
    Ok(())
}
