//! Which CA certificates are trusted.

use std::env;
use std::fs::File;
use std::path::{Path, PathBuf};

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

/// The bundle to trust: the one the environment names, else the machine's own; `None` when there is none.
///
/// # Errors
/// When the environment names a file that cannot be read.
pub fn bundle() -> Result<Option<PathBuf>, Failure> {
    for variable in VARIABLES {
        let Some(path) = env::var_os(variable).filter(|path| !path.is_empty()).map(PathBuf::from) else {
            continue;
        };
        File::open(&path).map_err(|error| {
            let cause = format!("{variable} names the CA bundle {}: {error}", path.display());
            Failure::local(Stage::Connect, cause, "mount the bundle there, or unset the variable")
        })?;
        return Ok(Some(path));
    }
    Ok(PLACES.iter().map(Path::new).find(|path| path.exists()).map(Path::to_owned))
}
