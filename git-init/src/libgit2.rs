//! What libgit2 is told once, before its first use.

use anyhow::{Context, Result};

use crate::certificates;
use crate::location::{Location, Scheme};

/// How long a host may take to answer the first packet: behind a firewall that drops packets the kernel
/// itself gives up after more than two minutes only.
const CONNECT_MILLISECONDS: i32 = 30_000;

/// How long a server may say nothing. git's own sends a sign of life every five seconds while it packs, but
/// others count a large repository's objects in silence. Set it must be: with the time to connect alone
/// libgit2 reads without waiting, and fails at once.
const SILENCE_MILLISECONDS: i32 = 300_000;

/// Sets libgit2 up for a clone from `location`.
///
/// # Errors
/// When a CA bundle that the environment names cannot be read.
#[allow(unsafe_code)]
pub fn set_up(location: &Location) -> Result<()> {
    // Every object is hashed when it arrives; hashing it again at each read costs a fifth of a checkout.
    git2::opts::strict_hash_verification(false);
    // SAFETY: these set libgit2's globals; no other thread uses libgit2 before or while they are set.
    unsafe {
        // A volume often belongs to another uid than the one that the container runs with.
        git2::opts::set_verify_owner_validation(false).context("cannot set up libgit2")?;
        git2::opts::set_server_connect_timeout_in_milliseconds(CONNECT_MILLISECONDS)
            .context("cannot set up libgit2")?;
        git2::opts::set_server_timeout_in_milliseconds(SILENCE_MILLISECONDS)
            .context("cannot set up libgit2")?;
    }
    let tls = matches!(location, Location::Network(server) if server.scheme == Scheme::Https);
    if tls && let Some(bundle) = certificates::bundle()? {
        // SAFETY: as above.
        unsafe { git2::opts::set_ssl_cert_file(&bundle) }
            .with_context(|| format!("cannot read the CA bundle {}: is it PEM?", bundle.display()))?;
    }
    Ok(())
}
