//! What the clone's configuration says of its origin, so that `git fetch`, `pull` and `push` go on from there.

use git2::{Config, ConfigLevel, Error, Repository};

use crate::failure::{Failure, Stage};
use crate::revision::Wanted;
use crate::{refs, unwritten};

/// Writes the remote `origin`, and the branch's upstream, as `git clone --single-branch` would.
///
/// # Errors
/// When `.git/config` cannot be read or written.
pub fn configure(repository: &Repository, url: &str, wanted: &Wanted) -> Result<(), Failure> {
    write(repository, url, wanted).map_err(|error| {
        let cause = format!("cannot write .git/config: {}", error.message());
        Failure::local(Stage::CheckOut, cause, unwritten::remedy(&error))
    })
}

fn write(repository: &Repository, url: &str, wanted: &Wanted) -> Result<(), Error> {
    let mut config = repository.config()?.open_level(ConfigLevel::Local)?;
    // git on Linux takes names that a Mac's file system takes for `.git`; a volume may be read on one.
    set(&mut config, "core.protectHFS", "true")?;
    set(&mut config, "remote.origin.url", url)?;
    if let (Wanted::Ref { name, .. }, Some(kept)) = (wanted, refs::kept(wanted)) {
        let refspec = format!("+{name}:{kept}");
        let fetched = repository.find_remote("origin")?;
        if !fetched.refspecs().any(|known| known.src_matches(name)) {
            repository.remote_add_fetch("origin", &refspec)?;
        }
    }
    if let Some(branch) = wanted.upstream() {
        set(&mut config, &format!("branch.{branch}.remote"), "origin")?;
        set(&mut config, &format!("branch.{branch}.merge"), &format!("refs/heads/{branch}"))?;
    }
    Ok(())
}

fn set(config: &mut Config, name: &str, value: &str) -> Result<(), Error> {
    if config.get_string(name).is_ok_and(|known| known == value) {
        return Ok(());
    }
    config.set_str(name, value)
}
