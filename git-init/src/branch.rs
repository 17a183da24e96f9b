//! What the clone's configuration says of its origin, so that `git fetch`, `pull` and `push` go on from there.

use std::cell::{Cell, OnceCell};
use std::fs;
use std::io::{self, Write};

use creds_init::gitconfig::{section, variable};
use git2::{Config, ConfigLevel, Error, Refspec, Repository};

use crate::failure::{Failure, Stage};
use crate::new_refs::NewRefs;
use crate::revision::Wanted;
use crate::{git_lock, meanwhile, place, refs, unwritten};

/// What git calls where a clone comes from, and what that lists of it to fetch.
const ORIGIN: &str = "origin";
const FETCH: &str = "fetch";

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
        let settings = settings(self.url, wanted);
        // What cannot be written at once is written the long way, which tells why.
        if self.first && write_at_once(repository, &settings).is_ok_and(|written| written) {
            return Ok(());
        }
        write(repository, wanted, &settings).map_err(|error| {
            let cause = format!("cannot write .git/config: {}", error.message());
            Failure::local(Stage::CheckOut, cause, unwritten::remedy(&error))
        })
    }
}

/// A line of the configuration: its section, and which one of these, its name and its value.
type Setting<'a> = (&'static str, &'a str, &'static str, String);

/// What is said of the origin at `url`.
fn settings<'a>(url: &str, wanted: &'a Wanted) -> Vec<Setting<'a>> {
    let mut settings = vec![("remote", ORIGIN, "url", url.to_owned())];
    if let (Wanted::Ref { name, .. }, Some(kept)) = (wanted, refs::kept(wanted)) {
        settings.push(("remote", ORIGIN, FETCH, format!("+{name}:{kept}")));
    }
    if let Some(branch) = wanted.upstream() {
        settings.push(("branch", branch, "remote", ORIGIN.to_owned()));
        settings.push(("branch", branch, "merge", format!("refs/heads/{branch}")));
    }
    settings
}

/// Writes all `settings` behind those of a new clone, and says whether it did. libgit2 would lock, read, write and read
/// again the whole file for each.
fn write_at_once(repository: &Repository, settings: &[Setting<'_>]) -> io::Result<bool> {
    let path = repository.path().join("config");
    let mut file = fs::read_to_string(&path)?;
    if !file.starts_with(place::SETTINGS) || ["[remote", "[branch"].iter().any(|of| file.contains(of)) {
        return Ok(false);
    }
    let mut last = "";
    for (of, which, name, value) in settings {
        if *of != last {
            section(&mut file, of, which);
            last = of;
        }
        variable(&mut file, name, value);
    }
    git_lock::write(&path, |lock| lock.write_all(file.as_bytes()))?;
    Ok(true)
}

/// Writes those of `settings` that the clone does not have.
fn write(repository: &Repository, wanted: &Wanted, settings: &[Setting<'_>]) -> Result<(), Error> {
    let mut config = repository.config()?.open_level(ConfigLevel::Local)?;
    // git on Linux takes names that a Mac's file system takes for `.git`; a volume may be read on one.
    set(&mut config, "core.protectHFS", "true")?;
    let brings = |known: Refspec<'_>| matches!(wanted, Wanted::Ref { name, .. } if known.src_matches(name));
    for (section, which, name, value) in settings {
        // A remote has several, and any of them may bring the ref.
        if *name == FETCH {
            if !repository.find_remote(ORIGIN)?.refspecs().any(brings) {
                repository.remote_add_fetch(ORIGIN, value)?;
            }
        } else {
            set(&mut config, &format!("{section}.{which}.{name}"), value)?;
        }
    }
    Ok(())
}

fn set(config: &mut Config, name: &str, value: &str) -> Result<(), Error> {
    if config.get_string(name).is_ok_and(|known| known == value) {
        return Ok(());
    }
    config.set_str(name, value)
}
