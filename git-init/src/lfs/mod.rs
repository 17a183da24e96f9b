//! Git LFS: fetching the content of the files that the tree holds as pointers.

mod attempts;
mod batch;
mod chosen;
mod client;
mod download;
mod endpoint;
mod extension;
mod files;
mod lfsconfig;
mod local;
mod logins;
mod missing;
mod parallel;
mod pointer;
mod redirect;
mod ssh;
mod store;
mod trouble;
mod worktree;

use std::collections::BTreeSet;

use git2::Repository;
use serde_json::json;

use crate::failure::Failure;
use crate::instead::instead_of;
use crate::location::Location;
use crate::plan::Plan;
use crate::revision::Wanted;
use crate::{log, refs};
use attempts::Errand;
use chosen::Chosen;
use endpoint::Place;
use lfsconfig::Settings;
use pointer::Pointer;
use store::Store;

/// Puts the content into the files of `repository`, which came from `url`, that are pointers of git LFS; says how
/// many there are where the plan leaves them.
///
/// # Errors
/// When an object is nowhere to be had, or a file cannot be written; the files are pointers then.
pub fn fill(repository: &Repository, url: &str, wanted: &Wanted, plan: &Plan<'_>) -> Result<(), Failure> {
    let mut files = files::pointers(repository)?;
    if files.is_empty() {
        return Ok(());
    }
    if !plan.lfs {
        let message = format!("{} files of git LFS stay pointers; -lfs fetches their content", files.len());
        log::info(&message, &json!({}));
        return Ok(());
    }
    let settings = Settings::read(repository);
    let (found, chosen) = (files.len(), Chosen::read(&settings));
    files.retain(|file| chosen.has(&file.entry.path));
    if files.len() < found {
        let left = found - files.len();
        let message =
            format!("{left} files of git LFS stay pointers by lfs.fetchinclude and lfs.fetchexclude");
        log::info(&message, &json!({}));
    }
    extension::check(&files)?;
    let store = Store::of(repository);
    let mut left: BTreeSet<&Pointer> = files.iter().map(|file| &file.pointer).collect();
    left.retain(|pointer| !store.has(pointer));
    let fetched = left.len();
    if !left.is_empty() {
        let location = Location::parse(&instead_of(url))?.through_configuration();
        let errand = Errand {
            repository,
            location: &location,
            reference: refs::full_name(wanted),
            plan,
            store: &store,
            files: &files,
        };
        for place in endpoint::places(&settings, &location)? {
            match place {
                Place::Folder(path) => local::copy(&path, &store, &mut left)?,
                Place::Server(endpoint) if !left.is_empty() => {
                    attempts::fetch(&errand, &endpoint, &mut left)?;
                }
                Place::Server(_) => {}
            }
        }
        missing::check(&left, &files)?;
    }
    worktree::fill(repository, &store, &files)?;
    let bytes: u64 = files.iter().map(|file| file.pointer.size).sum();
    let fields = json!({ "files": files.len(), "bytes": bytes, "fetched": fetched });
    log::info("checked out the files of git LFS", &fields);
    Ok(())
}
