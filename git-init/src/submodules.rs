//! Filling the submodules, and theirs.

use std::fs;
use std::path::{Path, PathBuf};

use git2::{Repository, RepositoryInitOptions};
use serde_json::json;

use crate::branch::Origin;
use crate::failure::{Failure, Stage};
use crate::fused::Receiving;
use crate::gitmodules::{self, Submodule};
use crate::location::Location;
use crate::mask::mask;
use crate::plan::Plan;
use crate::relative::resolve;
use crate::{checkout, fetch, instead, lfs, link, log, plain_folders, proxies, unwritten};

/// How deep submodules may be in one another: deeper than any are, and an end for those that hold themselves.
const DEEPEST: usize = 16;

/// Puts every submodule of `repository`, which came from `url`, at its commit; only those whose paths are in
/// `paths` where that is not empty. Gives their folders.
///
/// # Errors
/// When one is refused or cannot be fetched.
pub fn update(
    repository: &Repository,
    url: &str,
    plan: &Plan<'_>,
    paths: &[PathBuf],
) -> Result<Vec<PathBuf>, Failure> {
    below(repository, url, plan, paths, DEEPEST)
}

fn below(
    repository: &Repository,
    url: &str,
    plan: &Plan<'_>,
    paths: &[PathBuf],
    deepest: usize,
) -> Result<Vec<PathBuf>, Failure> {
    let mut filled = Vec::new();
    let Some(workdir) = repository.workdir() else { return Ok(filled) };
    for submodule in gitmodules::read(repository, workdir)? {
        if !paths.is_empty() && !paths.contains(&submodule.path) {
            continue;
        }
        if deepest == 0 {
            let cause = format!("{} is a submodule too deep in others", submodule.path.display());
            return Err(Failure::local(
                Stage::CheckOut,
                cause,
                "leave submodules out with -submodules=false",
            ));
        }
        let its_url = resolve(url, &submodule.url);
        let its = fill(repository, workdir, url, &its_url, &submodule, plan).map_err(|failure| Failure {
            cause: format!("submodule {}: {}", submodule.name, failure.cause),
            ..failure
        })?;
        filled.push(workdir.join(&submodule.path));
        filled.extend(below(&its, &its_url, plan, &[], deepest - 1)?);
    }
    Ok(filled)
}

/// Fetches and checks out one submodule.
fn fill(
    repository: &Repository,
    workdir: &Path,
    url: &str,
    its_url: &str,
    submodule: &Submodule,
    plan: &Plan<'_>,
) -> Result<Repository, Failure> {
    let location = Location::parse(&instead::instead_of(its_url))?.through_configuration();
    let from_server = matches!(Location::parse(&instead::instead_of(url)), Ok(Location::Network(_)));
    if from_server && matches!(location, Location::Local(_)) {
        let cause = format!("its URL {} is a path on this machine", mask(its_url));
        return Err(Failure::local(Stage::CheckOut, cause, "a repository on a server has no say over these"));
    }
    let mut its = open(repository, workdir, submodule).map_err(|error| {
        let cause = format!("cannot make its repository: {error:#}");
        Failure::local(Stage::CheckOut, cause, unwritten::VOLUME)
    })?;
    proxies::through(&location, &its)?;
    let commit = submodule.commit.to_string();
    let plan = Plan { revision: &commit, refspecs: &[], verify_ref: "", ..*plan };
    let (origin, receiving) = (Origin::new(its_url, false), Receiving::new(true));
    let (wanted, commit) = match &location {
        Location::Local(source) => link::fetch(&mut its, source, &plan)?,
        Location::Network(server) => fetch::fetch(&mut its, server, &plan, &origin, &receiving)?,
    };
    origin.configure(&its, &wanted)?;
    checkout::check_out(&its, &origin, &wanted, commit, &receiving)?;
    lfs::fill(&its, its_url, &wanted, &plan)?;
    let fields = json!({ "path": submodule.path.display().to_string(), "commit": commit.to_string() });
    log::info(&format!("checked out submodule {}", submodule.name), &fields);
    Ok(its)
}

/// Opens the submodule's repository, made where it is not there yet: below `.git/modules`, with a file `.git`
/// in the working tree that leads there, as git has it.
fn open(repository: &Repository, workdir: &Path, submodule: &Submodule) -> anyhow::Result<Repository> {
    let folder = workdir.join(&submodule.path);
    // A sparse checkout may have left it out; git fills the submodule all the same.
    plain_folders::make(workdir, &submodule.path)?;
    let modules = repository.path().join("modules");
    let git = modules.join(&submodule.name);
    for around in git.ancestors().skip(1).take_while(|path| *path != modules) {
        anyhow::ensure!(
            !around.join("HEAD").exists(),
            "it would be inside of another submodule's repository"
        );
    }
    let mut options = RepositoryInitOptions::new();
    options.external_template(false).bare(true).mkpath(true);
    // One that is there keeps its format.
    if !git.join("HEAD").exists() {
        options.object_format(repository.object_format());
    }
    let bare = Repository::init_opts(&git, &options)?;
    let mut config = bare.config()?;
    config.set_bool("core.bare", false)?;
    config.set_str("core.worktree", &between(&git, &folder))?;
    let up = "../".repeat(submodule.path.components().count());
    let link = if repository.path() == workdir.join(".git/") {
        format!("{up}.git/modules/{}", submodule.name)
    } else {
        // Inside of a submodule: its own link leads the way.
        let own = fs::read_to_string(workdir.join(".git"))?;
        let own = own.trim_start_matches("gitdir:").trim();
        format!("{up}{own}/modules/{}", submodule.name)
    };
    fs::write(folder.join(".git"), format!("gitdir: {link}\n"))?;
    let mut parent = repository.config()?.open_level(git2::ConfigLevel::Local)?;
    parent.set_bool(&format!("submodule.{}.active", submodule.name), true)?;
    Ok(Repository::open(&folder)?)
}

/// The way from a submodule's repository to its folder.
fn between(git: &Path, folder: &Path) -> String {
    // Both are below the outermost clone: up to what they share, and down again.
    let shared = git.components().zip(folder.components()).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(git.components().count() - shared);
    let down: PathBuf = folder.components().skip(shared).collect();
    format!("{up}{}", down.display())
}
