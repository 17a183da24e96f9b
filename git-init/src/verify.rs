//! `-verifyRef`: whether a commit is in the history of a ref of the remote.
//!
//! A host that keeps the forks of a repository together with it gives a commit of any fork by its hash, under the
//! name of the repository that it never was in.

use std::collections::HashSet;
use std::fs;

use git2::{Oid, Repository};
use serde_json::json;

use crate::advertised::Advertised;
use crate::failure::{Failure, Stage};
use crate::log;
use crate::named::named;

/// How many commits of the ref's history are fetched in turn, until the commit is among them; then all. Each step
/// asks the server once more, so they grow fast.
const STEPS: [i32; 3] = [64, 512, 4096];

/// The ref that a commit has to be in the history of.
#[derive(Debug, Clone, Copy)]
pub struct Verified<'a> {
    /// A branch, a tag or a full ref, as the user wrote it.
    pub name: &'a str,
    /// The commit in question.
    pub commit: Oid,
    /// Whether to begin with a part of the history. That cuts off what the clone has of it beyond the part, so it
    /// must be no more than the commit.
    pub stepwise: bool,
}

/// Fetches the history of a ref: its full name, and how many commits of it; `None` is all of them. Gives the refs
/// that the remote showed then.
pub type Fetch<'f> = dyn FnMut(&str, Option<i32>) -> Result<Vec<Advertised>, Failure> + 'f;

impl Verified<'_> {
    /// Looks for the commit in the history of the ref, all of which is here.
    ///
    /// # Errors
    /// When it is not there, or the remote has no such ref.
    pub fn check_here(self, repository: &Repository, shown: &[Advertised]) -> Result<(), Failure> {
        let (full, tip) = self.tip(shown)?;
        match self.in_history(repository, tip)? {
            Some(true) => Ok(()),
            _ => Err(self.refused(&full)),
        }
    }

    /// Looks for the commit in the history of the ref, of which more and more is fetched.
    ///
    /// # Errors
    /// When it is not there, the remote has no such ref, or what `fetch` says.
    pub fn check(
        self,
        repository: &Repository,
        shown: &[Advertised],
        fetch: &mut Fetch<'_>,
    ) -> Result<(), Failure> {
        let commit = self.commit;
        let (full, tip) = self.tip(shown)?;
        if tip == commit {
            return Ok(());
        }
        match self.in_history(repository, tip)? {
            Some(true) => return Ok(()),
            Some(false) => return Err(self.refused(&full)),
            None => {}
        }
        let steps = STEPS.into_iter().filter(|_| self.stepwise && repository.is_shallow());
        for step in steps.map(Some).chain([None]) {
            let much = step.map_or("all".into(), |step| step.to_string());
            let message = format!("fetching {much} commits of {full} to see whether {commit} is among them");
            log::info(&message, &json!({}));
            let shown = fetch(&full, step)?;
            let (_, tip) = self.tip(&shown)?;
            match self.in_history(repository, tip)? {
                Some(true) => return Ok(()),
                Some(false) => break,
                None => {}
            }
        }
        Err(self.refused(&full))
    }

    fn refused(self, full: &str) -> Failure {
        let Self { name, commit, .. } = self;
        let cause = format!("the commit {commit} is not in the history of {full}, which -verifyRef asks for");
        let remedy = format!("it may be a fork's: take no commit that {name} never had, or name another ref");
        refuse(cause, &remedy)
    }

    /// The full name of the ref and the commit that it leads to.
    fn tip(self, shown: &[Advertised]) -> Result<(String, Oid), Failure> {
        let Some(found) = named(shown, self.name).next() else {
            let cause = format!("the remote has no {}, which -verifyRef names", self.name);
            return Err(refuse(cause, "name a branch, a tag or a full ref"));
        };
        let peeled = format!("{}^{{}}", found.name);
        let tip = shown.iter().find(|shown| shown.name == peeled).unwrap_or(found);
        Ok((found.name.clone(), tip.oid))
    }

    /// Whether the commit is in the history of `tip`; `None` where not all of that is there.
    fn in_history(self, repository: &Repository, tip: Oid) -> Result<Option<bool>, Failure> {
        if repository.find_commit(tip).is_err() {
            return Ok(None);
        }
        let ends: HashSet<Oid> = fs::read_to_string(repository.commondir().join("shallow"))
            .unwrap_or_default()
            .lines()
            .filter_map(|line| Oid::from_str_ext(line, repository.object_format()).ok())
            .collect();
        let failed = |error: git2::Error| refuse(format!("cannot read the history: {}", error.message()), "");
        let mut walk = repository.revwalk().map_err(failed)?;
        walk.push(tip).map_err(failed)?;
        let mut whole = true;
        for oid in walk {
            let oid = oid.map_err(failed)?;
            if oid == self.commit {
                return Ok(Some(true));
            }
            whole &= !ends.contains(&oid);
        }
        Ok(whole.then_some(false))
    }
}

fn refuse(cause: String, remedy: &str) -> Failure {
    Failure::local(Stage::Fetch, cause, remedy)
}
