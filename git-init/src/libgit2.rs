//! What libgit2 is told once, before its first use.

use std::ffi::OsStr;

use anyhow::{Context, Result};

use crate::configuration::Configuration;
use crate::location::{Location, Scheme};
use crate::{certificates, late, one_request};

/// How long a host may take to answer the first packet: behind a firewall that drops packets the kernel
/// itself gives up after more than two minutes only.
pub const CONNECT_MILLISECONDS: i32 = 30_000;

/// How long a server may say nothing. git's own sends a sign of life every five seconds while it packs, but
/// others count a large repository's objects in silence. Set it must be: with the time to connect alone
/// libgit2 reads without waiting, and fails at once.
pub const SILENCE_MILLISECONDS: i32 = 300_000;

/// How much of a pack is mapped at a time, and of all packs together, in bytes. libgit2 would map packs whole; what is
/// read of them counts as the Pod's memory, and git itself keeps to a fraction of it.
const WINDOW: usize = 4 << 20;
const MAPPED: usize = 16 << 20;

/// Sets libgit2 up, and has it look past what of the configuration is not to be read.
///
/// # Errors
/// When libgit2 refuses, which it never does.
#[allow(unsafe_code)]
pub fn set_up(configuration: &Configuration) -> Result<()> {
    // Every object is hashed when it arrives; hashing it again at each read costs a fifth of a checkout.
    git2::opts::strict_hash_verification(false);
    // The only objects that are made here are trees that are there already.
    git2::opts::strict_object_creation(false);
    // SAFETY: these set libgit2's globals; no other thread uses libgit2 before or while they are set.
    unsafe {
        // A volume often belongs to another uid than the one that the container runs with.
        git2::opts::set_verify_owner_validation(false).context("cannot set up libgit2")?;
        git2::opts::set_mwindow_size(WINDOW).context("cannot set up libgit2")?;
        git2::opts::set_mwindow_mapped_limit(MAPPED).context("cannot set up libgit2")?;
        git2::opts::set_server_connect_timeout_in_milliseconds(CONNECT_MILLISECONDS)
            .context("cannot set up libgit2")?;
        git2::opts::set_server_timeout_in_milliseconds(SILENCE_MILLISECONDS)
            .context("cannot set up libgit2")?;
    }
    one_request::register()?;
    configuration.pass_over()
}

/// Names the CA bundle where TLS may be spoken: `ca_file` where it is not empty.
///
/// # Errors
/// When a CA bundle that is named cannot be read.
pub fn trust(location: &Location, ca_file: &OsStr) -> Result<()> {
    // With http too: a redirect may lead to https.
    let tls = matches!(location, Location::Network(server) if matches!(server.scheme, Scheme::Http | Scheme::Https));
    if tls && let Some(bundle) = certificates::bundle(ca_file)? {
        let shown = bundle.display().to_string();
        late::trust(bundle);
        // Reading it is most of what starting costs: over http it waits for a redirect to https.
        if matches!(location, Location::Network(server) if server.scheme == Scheme::Https) {
            late::set_up().with_context(|| format!("cannot read the CA bundle {shown}: is it PEM?"))?;
        }
    }
    Ok(())
}
