//! Getting a revision's objects from a server by the cheapest way that works.

use std::time::Duration;

use git2::{Oid, RemoteConnection, Repository};
use serde_json::json;

use crate::advertised::Advertised;
use crate::branch::Origin;
use crate::connected::{History, Known};
use crate::failure::{Again, Failure};
use crate::fused::Receiving;
use crate::location::Server;
use crate::mapped::Mapped;
use crate::plan::Plan;
use crate::revision::{self, Wanted};
use crate::session::Session;
use crate::source::Source;
use crate::verify::Verified;
use crate::{by_hash, connected, fetched, leftovers, log, mapped, object_format, refs, stop};

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
        let source = Source { repository: &*repository, server, session: &session };
        let failure = match attempt(&source, plan, origin) {
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

fn attempt(source: &Source<'_>, plan: &Plan<'_>, origin: &Origin<'_>) -> Result<(Wanted, Oid), Failure> {
    let Source { repository, session, .. } = *source;
    let at_server = |failure| source.at(failure);
    // Where a clone was shallow its refs say nothing of what was behind them.
    let before = if repository.is_shallow() { History::Unknown } else { History::Before };
    let known = |commit| Known {
        files: session.receiving.has_files(commit),
        history: if session.receiving.has_history() { History::Whole } else { before },
    };
    let mut remote = source.remote()?;
    let (mut connection, shown) = source.connect(&mut remote)?;
    if !plan.refspecs.is_empty() {
        let (mapped, wanted, commit) =
            by_refspecs(source, &mut connection, &shown, plan).map_err(at_server)?;
        drop(connection);
        connected::check(repository, commit, &known(commit)).map_err(at_server)?;
        verify(source, plan, &shown, commit)?;
        fetched::update(repository, &mapped, &shown, &wanted)?;
        return Ok((wanted, commit));
    }
    let wanted = revision::resolve(&shown, plan.revision, repository.object_format()).map_err(at_server)?;
    let depth = depth(source, plan);
    let deep_enough = || plan.depth == 1 || !repository.is_shallow();
    let there = |oid| !origin.first && deep_enough() && refs::is_at(repository, &wanted, oid);
    match &wanted {
        Wanted::Ref { name, oid } => {
            if !there(*oid) {
                let asked = format!("+{name}");
                let expect = || session.receiving.expect(repository, *oid);
                let download = || session.download(&mut connection, &[&asked], depth);
                origin.meanwhile(repository, &wanted, expect, download)?;
            }
        }
        Wanted::Commit(oid) => {
            let expect = || session.receiving.expect(repository, *oid);
            let download = || by_hash::one_commit(session, &mut connection, &shown, *oid, depth);
            if !there(*oid) && !origin.meanwhile(repository, &wanted, expect, download)? {
                drop(connection);
                by_hash::everything(source, &mut remote, || repository.find_commit(*oid).is_ok())?;
            }
        }
        // Only refspecs make one.
        Wanted::Own { .. } => {}
        Wanted::Abbreviated(digits) => {
            let message = format!("{digits} is no ref; as a short hash it takes all commits to complete");
            log::info(&message, &json!({}));
            drop(connection);
            let there = || repository.find_commit_by_prefix(digits).is_ok();
            by_hash::everything(source, &mut remote, there)?;
        }
    }
    let commit = refs::commit(repository, &wanted).map_err(at_server)?;
    connected::check(repository, commit, &known(commit)).map_err(at_server)?;
    verify(source, plan, &shown, commit)?;
    refs::update(repository, &wanted, commit, &shown, origin.new_refs(repository))?;
    Ok((wanted, commit))
}

/// How many commits of the history are asked for.
fn depth(source: &Source<'_>, plan: &Plan<'_>) -> i32 {
    if plan.depth == 0 { source.whole() } else { plan.depth }
}

/// Fetches what the refspecs select, and finds the revision in it.
fn by_refspecs(
    source: &Source<'_>,
    connection: &mut RemoteConnection<'_, '_, '_>,
    shown: &[Advertised],
    plan: &Plan<'_>,
) -> Result<(Vec<Mapped>, Wanted, Oid), Failure> {
    let Source { repository, session, .. } = *source;
    let mapped = mapped::map(plan.refspecs, shown, repository.object_format())?;
    let asked = mapped::asked(plan.refspecs, &mapped);
    if !mapped.is_empty() {
        let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
        session.download(connection, &asked, depth(source, plan))?;
    }
    let wanted = fetched::revision(repository, &mapped, shown, plan.revision)?;
    let commit = refs::commit(repository, &wanted)?;
    Ok((mapped, wanted, commit))
}

/// Holds the commit against `-verifyRef`, for which as much of the ref's history is fetched as it takes.
fn verify(source: &Source<'_>, plan: &Plan<'_>, refs: &[Advertised], commit: Oid) -> Result<(), Failure> {
    if plan.verify_ref.is_empty() {
        return Ok(());
    }
    let mut remote = source.remote()?;
    let mut fetch = |name: &str, depth: Option<i32>| {
        let (mut connection, shown) = source.connect(&mut remote)?;
        let depth = depth.unwrap_or_else(|| source.whole());
        source.session.download(&mut connection, &[&format!("+{name}")], depth)?;
        Ok(shown)
    };
    Verified { name: plan.verify_ref, commit, stepwise: plan.depth == 1 }
        .check(source.repository, refs, &mut fetch)
        .map_err(|failure| source.at(failure))
}
