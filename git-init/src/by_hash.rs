//! Getting a commit that is known by its hash alone: by a ref that shows it, by the hash, or with all that there is.

use git2::{Oid, Remote, RemoteConnection};
use serde_json::json;

use crate::advertised::Advertised;
use crate::failure::{Failure, Stage};
use crate::session::Session;
use crate::source::Source;
use crate::{log, stop};

/// The refs that are fetched with all of their history, in turn, until the commit is there.
const EVERYTHING: [(&str, &[&str]); 2] = [
    ("all branches and tags", &["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"]),
    ("all refs", &["+refs/*:refs/*"]),
];

/// Asks for one commit and `depth` of its history; says whether the server gave it.
///
/// # Errors
/// A [`Failure`] that says how far it came.
pub fn one_commit(
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
///
/// # Errors
/// A [`Failure`] that says how far it came.
pub fn everything<'a>(
    source: &Source<'a>,
    remote: &mut Remote<'a>,
    there: impl Fn() -> bool,
) -> Result<(), Failure> {
    let whole = source.whole();
    for (name, wanted) in EVERYTHING {
        log::info(&format!("fetching {name} with their history"), &json!({}));
        let (mut connection, _) = source.connect(remote)?;
        source.session.download(&mut connection, wanted, whole)?;
        if there() {
            return Ok(());
        }
    }
    // Whoever asks for the commit next says that it is not there.
    Ok(())
}
