//! What the clone's configuration says of its origin, so that `git fetch`, `pull` and `push` go on from there.

use std::cell::{Cell, OnceCell};
use std::fs;
use std::io::{self, Write};

use creds_init::gitconfig::{section, variable};
use git2::{Config, ConfigLevel, Error, Repository};

use crate::failure::{Failure, Stage};
use crate::new_refs::NewRefs;
use crate::revision::Wanted;
use crate::{git_lock, meanwhile, place, refs, unwritten};

/// Where a clone comes from.
pub struct Origin<'a> {
    url: &'a str,
    /// Whether the clone is made from nothing.
    pub first: bool,
    configured: Cell<bool>,
    new_refs: OnceCell<Option<NewRefs>>,
}

impl<'a> Origin<'a> {
    /// The clone is configured once it is there; a `first` one as soon as it is known what for.
    pub fn new(url: &'a str, first: bool) -> Self {
        Self { url, first, configured: Cell::new(false), new_refs: OnceCell::new() }
    }

    /// Downloads `wanted`, and meanwhile has `expect` prepare for the pack. Where that is the first there will be, all else
    /// that is known of it is written meanwhile too: nobody has used the clone yet, and what it lacks when the download
    /// fails the next one brings.
    ///
    /// # Errors
    /// When the download fails, or `.git` cannot be written.
    pub fn meanwhile<T>(
        &self,
        repository: &Repository,
        wanted: &Wanted,
        expect: impl FnOnce(),
        download: impl FnOnce() -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let mut configured = Ok(());
        let work = || {
            if self.first {
                configured = self.begin(repository, wanted);
            }
            expect();
        };
        let downloaded = meanwhile::during(download, work)?;
        configured.map(|()| downloaded)
    }

    /// Where refs go that are not there yet.
    pub fn new_refs(&self, repository: &Repository) -> Option<&NewRefs> {
        self.new_refs.get_or_init(|| NewRefs::of(repository)).as_ref()
    }

    /// Configures the clone, names the branch that it will be on, and makes room for refs.
    fn begin(&self, repository: &Repository, wanted: &Wanted) -> Result<(), Failure> {
        self.configured.set(false);
        self.configure(repository, wanted)?;
        self.configured.set(true);
        if let Some(branch) = wanted.branch() {
            let name = format!("refs/heads/{branch}");
            repository.set_head(&name).map_err(|error| refs::unwritable("HEAD", &error))?;
            if let Some(new) = self.new_refs(repository) {
                [Some(name), refs::kept(wanted)].iter().flatten().for_each(|name| new.prepare(name));
            }
        }
        Ok(())
    }

    /// Writes the remote `origin`, and the branch's upstream, as `git clone --single-branch` would.
    ///
    /// # Errors
    /// When `.git/config` cannot be read or written.
    pub fn configure(&self, repository: &Repository, wanted: &Wanted) -> Result<(), Failure> {
        if self.configured.get() {
            return Ok(());
        }
        // What cannot be written at once is written the long way, which tells why.
        if self.first && write_at_once(repository, self.url, wanted).is_ok_and(|written| written) {
            return Ok(());
        }
        write(repository, self.url, wanted).map_err(|error| {
            let cause = format!("cannot write .git/config: {}", error.message());
            Failure::local(Stage::CheckOut, cause, unwritten::remedy(&error))
        })
    }
}

/// Writes all of it behind the settings of a new clone, and says whether it did. libgit2 would lock, read, write and read
/// again the whole file for each.
fn write_at_once(repository: &Repository, url: &str, wanted: &Wanted) -> io::Result<bool> {
    let path = repository.path().join("config");
    let mut settings = fs::read_to_string(&path)?;
    if !settings.starts_with(place::SETTINGS) || ["[remote", "[branch"].iter().any(|of| settings.contains(of))
    {
        return Ok(false);
    }
    section(&mut settings, "remote", "origin");
    variable(&mut settings, "url", url);
    if let (Wanted::Ref { name, .. }, Some(kept)) = (wanted, refs::kept(wanted)) {
        variable(&mut settings, "fetch", &format!("+{name}:{kept}"));
    }
    if let Some(branch) = wanted.upstream() {
        section(&mut settings, "branch", branch);
        variable(&mut settings, "remote", "origin");
        variable(&mut settings, "merge", &format!("refs/heads/{branch}"));
    }
    git_lock::write(&path, |lock| lock.write_all(settings.as_bytes()))?;
    Ok(true)
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
