//! Puts a git revision on disk: fetches as little as the revision needs and checks it out.

mod advertised;
mod again;
mod args;
mod bar;
mod branch;
mod by_hash;
mod certificates;
mod checkout;
mod configuration;
mod connected;
mod connection;
mod credentials;
mod detours;
mod dial;
mod encoded;
mod encoding;
mod encoding_filter;
mod explain;
mod failure;
mod fetch;
mod fetched;
mod first_key;
mod fresh;
mod friendly;
mod fused;
mod git_lock;
mod gitmodules;
mod glance;
mod hostkey;
mod http;
mod index_entry;
mod instead;
mod late;
mod leftovers;
mod lfs;
mod libgit2;
mod link;
mod location;
mod log;
mod mapped;
mod mask;
mod meanwhile;
mod named;
mod new_refs;
mod nodelay;
mod object_format;
mod one_request;
mod percent;
mod place;
mod plain_folders;
mod plan;
mod progress;
mod proxies;
mod proxy_choice;
mod proxy_hook;
mod realpath;
mod refs;
mod refspec;
mod relative;
mod remote_error;
mod retry;
mod revision;
mod safe_directory;
mod session;
#[cfg(all(target_env = "musl", target_arch = "x86_64"))]
mod short_copies;
mod source;
mod sparse;
mod ssh_host;
#[cfg(all(target_env = "musl", target_arch = "x86_64"))]
mod start;
mod stop;
mod submodules;
mod termination;
mod thinned;
mod too_early;
mod twice;
mod unwritten;
mod verify;

use std::env;
use std::ffi::OsString;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
#[cfg(target_env = "musl")]
use c_heap as _;
use serde_json::{Value, json};
use untraced as _;

use args::Args;
use branch::Origin;
use configuration::Configuration;
use failure::Failure;
use fused::Receiving;
use location::Location;

/// The exit code of a clone that failed.
const FAILURE: u8 = 1;

fn main() -> ExitCode {
    // Before any thread exists: a thread that does not block a signal would be the one to get it.
    if let Err(error) = stop::on_signals() {
        log::error(&format!("cannot block signals: {error}"), &Value::Null);
        return ExitCode::from(FAILURE);
    }
    let words: Vec<OsString> = env::args_os().collect();
    let configuration = Configuration::read();
    glance::ask(&words, &configuration);
    let code = match goflags::parse::<Args>(words) {
        Err(refusal) => log::refuse(&refusal),
        Ok(args) => run(&args, &configuration).map_or_else(|error| fail(&args, &error), |()| 0),
    };
    ExitCode::from(code)
}

/// Clones, or updates the clone that is there.
fn run(args: &Args, configuration: &Configuration) -> Result<()> {
    proxies::into_environment(args);
    certificates::keep_for_later();
    stop::after(args.timeout.0);
    let refspecs = refspec::read(&args.refspec)?;
    let plan = args.plan(&refspecs);
    libgit2::set_up(configuration)?;
    let url = args.url.trim();
    let instead = if configuration.leads_nowhere() { url.to_owned() } else { instead::instead_of(url) };
    let location = Location::parse(&instead)?.through_configuration();
    libgit2::trust(&location, &args.ca_file)?;
    let path = args.folder();
    if args.delete_existing {
        place::delete(path)?;
    }
    let first = !place::holds_clone(path)?;
    connection::hand_over();
    // Never freed: the process ends soon, and the kernel takes all back at once.
    let mut repository = ManuallyDrop::new(place::open(path)?);
    // While the server is waited for, as Tekton's git-init does before it asks.
    safe_directory::allow(repository.workdir());
    proxies::through(&location, &repository)?;
    let shown = mask::mask(args.url.trim());

    let origin = Origin::new(args.url.trim(), first);
    let receiving = Receiving::new(args.sparse_checkout_directories.is_empty());
    let (wanted, commit) = match &location {
        Location::Local(source) => link::fetch(&mut repository, source, &plan)?,
        Location::Network(server) => fetch::fetch(&mut repository, server, &plan, &origin, &receiving)?,
    };
    origin.configure(&repository, &wanted)?;
    sparse::configure(&repository, &args.sparse_checkout_directories)?;
    checkout::check_out(&repository, &origin, &wanted, commit, &receiving)?;
    lfs::fill(&repository, args.url.trim(), &wanted, &plan)?;
    if args.submodules {
        let folders = submodules::update(&repository, args.url.trim(), &plan, &args.chosen_submodules())?;
        safe_directory::allow(folders.iter().map(PathBuf::as_path));
    }

    anyhow::ensure!(stop::go_on(), "stopped");
    if !args.termination_message_path.is_empty() {
        termination::report(Path::new(&args.termination_message_path), &commit.to_string(), &shown)?;
    }
    let revision = wanted.shown(&args.revision);
    log::info(
        &format!("Successfully cloned \"{shown}\" @ \"{revision}\" in path \"{}\"", path.display()),
        &json!({ "commit": commit.to_string() }),
    );
    Ok(())
}

/// Says what failed, and gives the exit code: the signal's where one ended the clone.
fn fail(args: &Args, error: &anyhow::Error) -> u8 {
    if let Some(code) = stop::code() {
        return code;
    }
    let failure = error.downcast_ref::<Failure>();
    let fields = failure.map_or_else(|| json!({}), Failure::fields);
    log::error(&format!("{error:#}"), &fields);
    if let Some(failure) = failure.filter(|_| args.user_friendly_errors) {
        log::plain(&friendly::block(args, failure));
    }
    FAILURE
}
