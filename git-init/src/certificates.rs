//! Which CA certificates are trusted.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::iter;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::failure::{Failure, Stage};

/// The variables that name a bundle: git's own first, then OpenSSL's.
const VARIABLES: [&str; 2] = ["GIT_SSL_CAINFO", "SSL_CERT_FILE"];

/// Where distributions keep theirs.
const PLACES: [&str; 6] = [
    "/etc/ssl/certs/ca-certificates.crt", // Debian, Ubuntu, Arch, and our image
    "/etc/pki/tls/certs/ca-bundle.crt",   // Fedora, RHEL
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/ca-bundle.pem", // openSUSE
    "/etc/ssl/cert.pem",      // Alpine
    "/var/lib/ca-certificates/ca-bundle.pem",
];

/// `SSL_CERT_FILE` as the user gave it.
static SSL_CERT_FILE: OnceLock<Option<OsString>> = OnceLock::new();

/// Keeps OpenSSL from reading the machine's bundle, some 140 certificates, before anything is known of the URL:
/// that is most of what starting costs. [`bundle`] is named to it where TLS may be spoken.
#[allow(unsafe_code)]
pub fn keep_for_later() {
    SSL_CERT_FILE.get_or_init(|| env::var_os("SSL_CERT_FILE"));
    // SAFETY: the only other thread waits for signals, and asks for no variable but by the standard library.
    unsafe { env::set_var("SSL_CERT_FILE", "/dev/null") };
}

fn variable(name: &str) -> Option<OsString> {
    match SSL_CERT_FILE.get() {
        Some(kept) if name == "SSL_CERT_FILE" => kept.clone(),
        _ => env::var_os(name),
    }
}

/// The bundle to trust: the `given` one (`-caFile`), else the one the environment names, else the machine's own; `None` when there is none.
///
/// # Errors
/// When a file is named that cannot be read.
pub fn bundle(given: &OsStr) -> Result<Option<PathBuf>, Failure> {
    let variables = VARIABLES.iter().filter_map(|name| Some((*name, variable(name)?)));
    let mut named = iter::once(("-caFile", given.to_owned())).chain(variables);
    if let Some((name, path)) = named.find(|(_, path)| !path.is_empty()) {
        let path = PathBuf::from(path);
        File::open(&path).map_err(|error| {
            let cause = format!("{name} names the CA bundle {}: {error}", path.display());
            Failure::local(Stage::Connect, cause, "mount the bundle there, or name another")
        })?;
        return Ok(Some(path));
    }
    Ok(PLACES.iter().map(Path::new).find(|path| path.exists()).map(Path::to_owned))
}
